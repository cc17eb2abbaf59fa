<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>bozzetto::ui</name>
    <message>
        <source>There is not enough memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ChildRun</name>
    <message>
        <source>The engine did not stop in time and was ended.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine prints too much; the rest is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1, preset %2: %n picture(s), device %3, %4 threads</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::EngineCatalog</name>
    <message>
        <source>The engines cannot be listed: %1 does not start (%2).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engines cannot be listed. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Bozzetto again, with the packages it needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The window and bozzetto-cli are of different versions: install Bozzetto again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::JobQueue</name>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Finished early</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: the one before gave no result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunEnding</name>
    <message>
        <source>Resume goes on from the last checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was saved yet: try again from the beginning.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The system ended the engine because the memory ran out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close other programs, or choose a lower preset or fewer pictures. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine was ended from outside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program or the system did it, perhaps to free memory. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This processor lacks an instruction that the engine needs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine crashed (signal %1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>If it happens again, copy the details and report them. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ended without a result (exit code %1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log may say more. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume continues the interrupted run; Try again discards it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again replaces what is there; or choose another output folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine could not be started: %1 (%2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
