<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>bozzetto::ui::CameraWords</name>
    <message numerus="yes">
        <source>%1 of %n pictures have a camera.</source>
        <translation>
            <numerusform>%1 of %n picture has a camera.</numerusform>
            <numerusform>%1 of %n pictures have a camera.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The pictures fall into %n groups that do not join; the largest was taken.</source>
        <translation>
            <numerusform>The pictures form %n group.</numerusform>
            <numerusform>The pictures fall into %n groups that do not join; the largest was taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pictures were added or taken back in after the cameras were found: they have none and are not used. &quot;Find again&quot; looks for the cameras of all.</source>
        <translation>
            <numerusform>%n picture was added or taken back in after the cameras were found: it has none and is not used. &quot;Find again&quot; looks for the cameras of all.</numerusform>
            <numerusform>%n pictures were added or taken back in after the cameras were found: they have none and are not used. &quot;Find again&quot; looks for the cameras of all.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CamerasPanel</name>
    <message numerus="yes">
        <source>The pictures came with cameras: %n.</source>
        <translation>
            <numerusform>The pictures came with %n camera.</numerusform>
            <numerusform>The pictures came with %n cameras.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cameras of another program: %n.</source>
        <translation>
            <numerusform>%n camera of another program.</numerusform>
            <numerusform>%n cameras of another program.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cameras found: %n.</source>
        <translation>
            <numerusform>%n camera found.</numerusform>
            <numerusform>%n cameras found.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pictures without a camera: %n</source>
        <translation>
            <numerusform>%n picture without a camera</numerusform>
            <numerusform>%n pictures without a camera</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropTarget</name>
    <message numerus="yes">
        <source>Drop to add %n pictures</source>
        <translation>
            <numerusform>Drop to add %n picture</numerusform>
            <numerusform>Drop to add %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drop to open %n pictures</source>
        <translation>
            <numerusform>Drop to open %n picture</numerusform>
            <numerusform>Drop to open %n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropText</name>
    <message numerus="yes">
        <source>The pictures come from %n folders.</source>
        <translation>
            <numerusform>The pictures come from %n folder.</numerusform>
            <numerusform>The pictures come from %n folders.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n folders were dropped; a set of pictures is one folder.</source>
        <translation>
            <numerusform>%n folder was dropped; a set of pictures is one folder.</numerusform>
            <numerusform>%n folders were dropped; a set of pictures is one folder.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n JSON files were dropped; a set has one transforms file.</source>
        <translation>
            <numerusform>%n JSON file was dropped; a set has one transforms file.</numerusform>
            <numerusform>%n JSON files were dropped; a set has one transforms file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n files with cameras were dropped.</source>
        <translation>
            <numerusform>%n file with cameras was dropped.</numerusform>
            <numerusform>%n files with cameras were dropped.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportDialog</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportFooter</name>
    <message numerus="yes">
        <source>%n file(s) of this name exist and would be replaced.</source>
        <translation>
            <numerusform>%n file of this name exists and would be replaced.</numerusform>
            <numerusform>%n files of this name exist and would be replaced.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ImportReviewPage</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>remarks</comment>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pictures will be used</source>
        <translation>
            <numerusform>%1 of %n picture will be used</numerusform>
            <numerusform>%1 of %n pictures will be used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with errors</source>
        <translation>
            <numerusform>%n with errors</numerusform>
            <numerusform>%n with errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with warnings</source>
        <translation>
            <numerusform>%n with warnings</numerusform>
            <numerusform>%n with warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n shown</numerusform>
            <numerusform>%n shown</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskController</name>
    <message numerus="yes">
        <source>%n masks were made. Undo brings the earlier ones back.</source>
        <translation>
            <numerusform>%n mask was made. Undo brings the earlier one back.</numerusform>
            <numerusform>%n masks were made. Undo brings the earlier ones back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remarks are in the log.</source>
        <translation>
            <numerusform>%n remark is in the log.</numerusform>
            <numerusform>%n remarks are in the log.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n masks were imported.</source>
        <translation>
            <numerusform>%n mask was imported.</numerusform>
            <numerusform>%n masks were imported.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n masks were written to %1.</source>
        <translation>
            <numerusform>%n mask was written to %1.</numerusform>
            <numerusform>%n masks were written to %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edited ones were kept.</source>
        <translation>
            <numerusform>%n edited one was kept.</numerusform>
            <numerusform>%n edited ones were kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskEditor</name>
    <message numerus="yes">
        <source>%1 (%n pictures)</source>
        <comment>what was done to masks</comment>
        <translation>
            <numerusform>%1 (%n picture)</numerusform>
            <numerusform>%1 (%n pictures)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n masks changed</source>
        <comment>what was done</comment>
        <translation>
            <numerusform>%1: %n mask changed</numerusform>
            <numerusform>%1: %n masks changed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskImportDialog</name>
    <message numerus="yes">
        <source>Masks for %1 of %n pictures, named like %2.</source>
        <translation>
            <numerusform>Masks for %1 of %n picture, named like %2.</numerusform>
            <numerusform>Masks for %1 of %n pictures, named like %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryPanel</name>
    <message numerus="yes">
        <source>%n GPUs</source>
        <translation>
            <numerusform>%n GPU</numerusform>
            <numerusform>%n GPUs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureDetails</name>
    <message numerus="yes">
        <source>%n pictures selected</source>
        <translation>
            <numerusform>%n picture selected</numerusform>
            <numerusform>%n pictures selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PreferencesDialog</name>
    <message numerus="yes">
        <source>Forget %n remembered answers</source>
        <translation>
            <numerusform>Forget %n remembered answer</numerusform>
            <numerusform>Forget %n remembered answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProjectDocument</name>
    <message numerus="yes">
        <source>Exclude %n pictures</source>
        <translation>
            <numerusform>Exclude %n picture</numerusform>
            <numerusform>Exclude %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %n pictures</source>
        <translation>
            <numerusform>Include %n picture</numerusform>
            <numerusform>Include %n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invert %n masks</source>
        <translation>
            <numerusform>Invert %n mask</numerusform>
            <numerusform>Invert %n masks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RecoveryBar</name>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RelocateDialog</name>
    <message numerus="yes">
        <source>%1 of %n files found</source>
        <translation>
            <numerusform>%1 of %n file found</numerusform>
            <numerusform>%1 of %n files found</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of another size</source>
        <translation>
            <numerusform>%1, %n of another size</numerusform>
            <numerusform>%1, %n of another size</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Found %1 of %n</source>
        <translation>
            <numerusform>Found %1 of %n</numerusform>
            <numerusform>Found %1 of %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ResultArea</name>
    <message numerus="yes">
        <source>%n frames written to %1</source>
        <translation>
            <numerusform>%n frame written to %1</numerusform>
            <numerusform>%n frames written to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunPage</name>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>%n more waiting</numerusform>
            <numerusform>%n more waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ScenePanel</name>
    <message numerus="yes">
        <source>Click %n more point(s) in the view.</source>
        <translation>
            <numerusform>Click %n more point in the view.</numerusform>
            <numerusform>Click %n more points in the view.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Click %n more point(s) of the floor in the view.</source>
        <translation>
            <numerusform>Click %n more point of the floor in the view.</numerusform>
            <numerusform>Click %n more points of the floor in the view.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SettingsForm</name>
    <message numerus="yes">
        <source>Advanced (%n changed)</source>
        <translation>
            <numerusform>Advanced (%n changed)</numerusform>
            <numerusform>Advanced (%n changed)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SummaryText</name>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n picture</numerusform>
            <numerusform>%n pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::TurntableDialog</name>
    <message numerus="yes">
        <source>%1 of %n frame(s)</source>
        <translation>
            <numerusform>%1 of %n frame</numerusform>
            <numerusform>%1 of %n frames</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) written to %1</source>
        <translation>
            <numerusform>%n frame written to %1</numerusform>
            <numerusform>%n frames written to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n frame(s) are in %1</source>
        <translation>
            <numerusform>Stopped. %n frame is in %1</numerusform>
            <numerusform>Stopped. %n frames are in %1</numerusform>
        </translation>
    </message>
</context>
</TS>
