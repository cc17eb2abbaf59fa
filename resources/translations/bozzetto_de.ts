<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>CoreWords</name>
    <message>
        <source>was left out: it is blurred (sharpness %1 of the set&apos;s middle)</source>
        <translation>wurde weggelassen: Es ist unscharf (Schärfe %1 des mittleren Bildes)</translation>
    </message>
    <message>
        <source>Take it again with a steady camera, or keep blurred pictures.</source>
        <translation>Nehmen Sie es mit ruhiger Kamera noch einmal auf, oder behalten Sie unscharfe Bilder.</translation>
    </message>
    <message>
        <source>was left out: it shows another object on the same ground</source>
        <translation>wurde weggelassen: Es zeigt ein anderes Objekt auf demselben Untergrund</translation>
    </message>
    <message>
        <source>Put the pictures of each object in a folder of their own.</source>
        <translation>Legen Sie die Bilder jedes Objekts in einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>has no camera: it belongs to a group of pictures that could not be joined to the others</source>
        <translation>hat keine Kamera: Es gehört zu einer Gruppe von Bildern, die sich nicht mit den übrigen verbinden ließ</translation>
    </message>
    <message>
        <source>Take pictures that lead from one group to the other.</source>
        <translation>Nehmen Sie Bilder auf, die von der einen Gruppe zur anderen führen.</translation>
    </message>
    <message>
        <source>has no camera: it shows too little texture (%1 features)</source>
        <translation>hat keine Kamera: Es zeigt zu wenig Struktur (%1 Merkmale)</translation>
    </message>
    <message>
        <source>Put the object on something with a pattern, such as a newspaper.</source>
        <translation>Stellen Sie das Objekt auf etwas Gemustertes, zum Beispiel eine Zeitung.</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Replace or remove it.</source>
        <translation>Ersetzen oder entfernen Sie es.</translation>
    </message>
    <message>
        <source>has no camera: it has too little in common with the other pictures</source>
        <translation>hat keine Kamera: Es hat zu wenig mit den anderen Bildern gemeinsam</translation>
    </message>
    <message>
        <source>Take pictures in smaller steps (20 degrees or less) around it.</source>
        <translation>Nehmen Sie ringsum in kleineren Schritten auf (20 Grad oder weniger).</translation>
    </message>
    <message>
        <source>The cameras of %1 of %2 pictures were found by %3 (%4 matching): %5.</source>
        <translation>Die Kameras von %1 der %2 Bilder wurden mit %3 gefunden (Vergleich: %4): %5.</translation>
    </message>
    <message>
        <source>%1 points, reprojection error %2 pixels, focal length %3 pixels (%4 by EXIF)</source>
        <translation>%1 Punkte, Rückprojektionsfehler %2 Pixel, Brennweite %3 Pixel (%4 laut EXIF)</translation>
    </message>
    <message>
        <source>%1 points, reprojection error %2 pixels, focal length %3 pixels</source>
        <translation>%1 Punkte, Rückprojektionsfehler %2 Pixel, Brennweite %3 Pixel</translation>
    </message>
    <message>
        <source>exhaustive</source>
        <translation>alle mit allen</translation>
    </message>
    <message>
        <source>sequential</source>
        <translation>der Reihe nach</translation>
    </message>
    <message>
        <source>The pictures fell into %1 groups that could not be joined; the largest was taken.</source>
        <translation>Die Bilder zerfielen in %1 Gruppen, die sich nicht verbinden ließen; die größte wurde genommen.</translation>
    </message>
    <message>
        <source>Up is where the phones felt it (EXIF).</source>
        <translation>Oben ist, wo die Telefone es spürten (EXIF).</translation>
    </message>
    <message>
        <source>Up is across the plane under the object.</source>
        <translation>Oben steht senkrecht auf der Fläche unter dem Objekt.</translation>
    </message>
    <message>
        <source>Up is guessed from how the cameras were held.</source>
        <translation>Oben wurde danach geschätzt, wie die Kameras gehalten wurden.</translation>
    </message>
    <message>
        <source>all %1 cameras stand at one point (no baseline), unless their poses are world-to-camera matrices</source>
        <translation>alle %1 Kameras stehen an einem Punkt (keine Basis), es sei denn, ihre Posen sind Welt-zu-Kamera-Matrizen</translation>
    </message>
    <message>
        <source>Nothing to do if the poses are recognised; else choose how they are meant.</source>
        <translation>Nichts zu tun, wenn die Posen erkannt werden; sonst wählen Sie, wie sie gemeint sind.</translation>
    </message>
    <message>
        <source>Give the folder of the pictures as input, and this file as its cameras: it was changed or comes from another computer.</source>
        <translation>Geben Sie den Ordner der Bilder als Eingabe an und diese Datei als ihre Kameras: Sie wurde geändert oder stammt von einem anderen Rechner.</translation>
    </message>
    <message>
        <source>is a picture of the set, and would be overwritten</source>
        <translation>ist ein Bild des Satzes und würde überschrieben</translation>
    </message>
    <message>
        <source>Choose another folder for the masks.</source>
        <translation>Wählen Sie einen anderen Ordner für die Masken.</translation>
    </message>
    <message>
        <source>its background is not plain, unlike that of the other pictures; it has no mask</source>
        <translation>sein Hintergrund ist anders als bei den übrigen Bildern nicht einfarbig; es hat keine Maske</translation>
    </message>
    <message>
        <source>Draw its mask with the mask editor, or leave the picture out.</source>
        <translation>Zeichnen Sie seine Maske im Maskeneditor, oder lassen Sie das Bild weg.</translation>
    </message>
    <message>
        <source>its automatic mask agrees only to %1 % with the other pictures; it may show something else</source>
        <translation>seine automatische Maske stimmt nur zu %1 % mit den anderen Bildern überein; vielleicht zeigt es etwas anderes</translation>
    </message>
    <message>
        <source>Look at the mask and correct it with the mask editor, or leave the picture out.</source>
        <translation>Sehen Sie sich die Maske an und verbessern Sie sie im Maskeneditor, oder lassen Sie das Bild weg.</translation>
    </message>
    <message>
        <source>it has no camera, so no mask could be made</source>
        <translation>es hat keine Kamera, daher konnte keine Maske erstellt werden</translation>
    </message>
    <message>
        <source>Leave the picture out, or draw its mask.</source>
        <translation>Lassen Sie das Bild weg, oder zeichnen Sie seine Maske.</translation>
    </message>
    <message>
        <source>no object was found in it</source>
        <translation>darin wurde kein Objekt gefunden</translation>
    </message>
    <message>
        <source>the object is cut off by the picture&apos;s frame</source>
        <translation>das Objekt ist vom Bildrand abgeschnitten</translation>
    </message>
    <message>
        <source>Nothing to do if other pictures show that part.</source>
        <translation>Nichts zu tun, wenn andere Bilder diesen Teil zeigen.</translation>
    </message>
    <message>
        <source>No object could be told from the background.</source>
        <translation>Kein Objekt ließ sich vom Hintergrund unterscheiden.</translation>
    </message>
    <message>
        <source>Set the region box around the object, or give masks.</source>
        <translation>Setzen Sie den Bereichsquader um das Objekt, oder geben Sie Masken an.</translation>
    </message>
    <message>
        <source>the mask looks inverted: the border is white and the middle black</source>
        <translation>die Maske sieht umgekehrt aus: Der Rand ist weiß und die Mitte schwarz</translation>
    </message>
    <message>
        <source>Invert the mask, unless the object is the outer part.</source>
        <translation>Kehren Sie die Maske um, es sei denn, das Objekt ist der äußere Teil.</translation>
    </message>
    <message>
        <source>the mask is not of the picture&apos;s size</source>
        <translation>die Maske hat nicht die Größe des Bildes</translation>
    </message>
    <message>
        <source>Give a mask of the picture&apos;s own size.</source>
        <translation>Geben Sie eine Maske in der Größe des Bildes an.</translation>
    </message>
    <message>
        <source>the mask seems shifted: moved by (%1, %2) pixels (right, down) it would fit the other pictures</source>
        <translation>die Maske scheint verschoben: Um (%1, %2) Pixel bewegt (nach rechts, nach unten), würde sie zu den anderen Bildern passen</translation>
    </message>
    <message>
        <source>Check that the mask belongs to this picture and was not cropped.</source>
        <translation>Prüfen Sie, ob die Maske zu diesem Bild gehört und nicht beschnitten wurde.</translation>
    </message>
    <message>
        <source>the mask agrees only to %1 with the masks of the other pictures</source>
        <translation>die Maske stimmt nur zu %1 mit den Masken der anderen Bilder überein</translation>
    </message>
    <message>
        <source>Look at this mask: a part may be missing or too much.</source>
        <translation>Sehen Sie sich diese Maske an: Vielleicht fehlt ein Teil oder ist zu viel.</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>kann nicht geschrieben werden: %1</translation>
    </message>
    <message>
        <source>cannot be written to: %1</source>
        <translation>kann nicht beschrieben werden: %1</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>cannot be made: %1</source>
        <translation>kann nicht angelegt werden: %1</translation>
    </message>
    <message>
        <source>the folder cannot be made: %1</source>
        <translation>der Ordner kann nicht angelegt werden: %1</translation>
    </message>
    <message>
        <source>is a folder, not a file</source>
        <translation>ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>ist ein Ordner</translation>
    </message>
    <message>
        <source>exists already</source>
        <translation>ist bereits vorhanden</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>ist keine reguläre Datei</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>die Datei ist leer</translation>
    </message>
    <message>
        <source>is not an ordinary file</source>
        <translation>ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>too little room: about %1 are needed, %2 are free</source>
        <translation>zu wenig Platz: etwa %1 werden gebraucht, %2 sind frei</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>der Arbeitsspeicher reicht dafür nicht aus</translation>
    </message>
    <message>
        <source>there is not enough memory to decode it</source>
        <translation>der Arbeitsspeicher reicht zum Dekodieren nicht aus</translation>
    </message>
    <message>
        <source>Out of GPU memory</source>
        <translation>Der Speicher der GPU reicht nicht</translation>
    </message>
    <message>
        <source>Lower the pictures a step, the picture, grid or texture resolution (--set batch=..., image_side=..., grid=...), close other programs that use the GPU, or use --device cpu.</source>
        <translation>Verringern Sie die Bilder je Schritt oder die Auflösung von Bildern, Gitter oder Texturen (--set batch=..., image_side=..., grid=...), schließen Sie andere Programme, die die GPU nutzen, oder verwenden Sie --device cpu.</translation>
    </message>
    <message>
        <source>Lower the image, grid or texture resolution, or close other programs.</source>
        <translation>Verringern Sie die Auflösung von Bildern, Gitter oder Texturen oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The GPU failed during %1</source>
        <translation>Die GPU hat bei %1 versagt</translation>
    </message>
    <message>
        <source>The GPU failed while %1</source>
        <translation>Die GPU hat versagt: %1</translation>
    </message>
    <message>
        <source>The GPU failed</source>
        <translation>Die GPU hat versagt</translation>
    </message>
    <message>
        <source>Try again, or use --device cpu. If it happens again, check the graphics driver.</source>
        <translation>Versuchen Sie es noch einmal oder verwenden Sie --device cpu. Geschieht es wieder, prüfen Sie den Grafiktreiber.</translation>
    </message>
    <message>
        <source>The GPU has too little free memory: the smallest run needs about %1, and %2 of %3 may be used</source>
        <translation>Die GPU hat zu wenig freien Speicher: Der kleinste Lauf braucht etwa %1, verwendet werden dürfen %2 von %3</translation>
    </message>
    <message>
        <source>Close other programs that use the GPU, use another one (--device cuda:N), or use --device cpu.</source>
        <translation>Schließen Sie andere Programme, die die GPU nutzen, nehmen Sie eine andere (--device cuda:N) oder verwenden Sie --device cpu.</translation>
    </message>
    <message>
        <source>GPU memory: %1, which needs %2 of the %3 that may be used</source>
        <translation>GPU-Speicher: %1; das braucht %2 von %3, die verwendet werden dürfen</translation>
    </message>
    <message>
        <source>Out of memory at step %1: %2; going on from step %3</source>
        <translation>Speicher reichte in Schritt %1 nicht aus: %2; weiter ab Schritt %3</translation>
    </message>
    <message>
        <source>Out of memory: %1</source>
        <translation>Speicher reichte nicht aus: %1</translation>
    </message>
    <message>
        <source>views a step %1 -&gt; %2</source>
        <translation>Bilder je Schritt %1 -&gt; %2</translation>
    </message>
    <message>
        <source>picture resolution %1 -&gt; %2</source>
        <translation>Bildauflösung %1 -&gt; %2</translation>
    </message>
    <message>
        <source>texture size %1 -&gt; %2</source>
        <translation>Texturgröße %1 -&gt; %2</translation>
    </message>
    <message>
        <source>grid resolution %1 -&gt; %2</source>
        <translation>Gitterauflösung %1 -&gt; %2</translation>
    </message>
    <message>
        <source>device &quot;%1&quot;: %2</source>
        <translation>Gerät „%1“: %2</translation>
    </message>
    <message>
        <source>this build has no CUDA</source>
        <translation>diese Programmfassung hat kein CUDA</translation>
    </message>
    <message>
        <source>there is no NVIDIA GPU</source>
        <translation>es gibt keine NVIDIA-GPU</translation>
    </message>
    <message>
        <source>there is no such GPU</source>
        <translation>diese GPU gibt es nicht</translation>
    </message>
    <message>
        <source>Use --device cpu (or auto), or build with a CUDA LibTorch.</source>
        <translation>Verwenden Sie --device cpu (oder auto) oder bauen Sie das Programm mit einer LibTorch für CUDA.</translation>
    </message>
    <message>
        <source>Use --device cpu (or auto), or check the graphics driver with nvidia-smi.</source>
        <translation>Verwenden Sie --device cpu (oder auto) oder prüfen Sie den Grafiktreiber mit nvidia-smi.</translation>
    </message>
    <message>
        <source>GPUs here: %1.</source>
        <translation>GPUs in diesem Rechner: %1.</translation>
    </message>
    <message>
        <source>the computer ran out of memory</source>
        <translation>dem Computer ist der Arbeitsspeicher ausgegangen</translation>
    </message>
    <message>
        <source>something unexpected failed: %1</source>
        <translation>etwas Unerwartetes ist fehlgeschlagen: %1</translation>
    </message>
    <message>
        <source>another run is writing here (%1)</source>
        <translation>eine andere Berechnung schreibt gerade hierher (%1)</translation>
    </message>
    <message>
        <source>%1 (%2 are needed, %3 are free)</source>
        <translation>%1 (%2 werden gebraucht, %3 sind frei)</translation>
    </message>
    <message>
        <source>Check the folder, or choose another output folder.</source>
        <translation>Den Ordner prüfen oder einen anderen Ausgabeordner wählen.</translation>
    </message>
    <message>
        <source>Check the disk, or choose another output folder.</source>
        <translation>Den Datenträger prüfen oder einen anderen Ausgabeordner wählen.</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Den Datenträger prüfen.</translation>
    </message>
    <message>
        <source>Check that the file exists.</source>
        <translation>Prüfen, ob die Datei vorhanden ist.</translation>
    </message>
    <message>
        <source>Free some space, or choose an output folder on another disk.</source>
        <translation>Platz schaffen oder einen Ausgabeordner auf einem anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>Platz schaffen oder einen Ordner auf einem anderen Datenträger wählen.</translation>
    </message>
    <message>
        <source>Choose an output folder that you may write to.</source>
        <translation>Einen Ausgabeordner mit Schreibrecht wählen.</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>Einen Ordner mit Schreibrecht wählen.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Choose another name, or allow it to be replaced.</source>
        <translation>Einen anderen Namen wählen oder das Ersetzen erlauben.</translation>
    </message>
    <message>
        <source>Give yourself permission to read it.</source>
        <translation>Das Leserecht für die Datei erteilen.</translation>
    </message>
    <message>
        <source>Give an ordinary file.</source>
        <translation>Eine gewöhnliche Datei angeben.</translation>
    </message>
    <message>
        <source>Use smaller pictures, or close other programs.</source>
        <translation>Kleinere Bilder verwenden oder andere Programme schließen.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Andere Programme schließen und erneut versuchen.</translation>
    </message>
    <message>
        <source>Scale the picture down first, or close other programs.</source>
        <translation>Das Bild zuerst verkleinern oder andere Programme schließen.</translation>
    </message>
    <message>
        <source>Wait until it ends, or choose another output folder.</source>
        <translation>Das Ende abwarten oder einen anderen Ausgabeordner wählen.</translation>
    </message>
    <message>
        <source>This is a bug in Bozzetto; please report it with the log.</source>
        <translation>Das ist ein Fehler in Bozzetto; bitte mit dem Protokoll melden.</translation>
    </message>
    <message>
        <source>Did you mean &quot;%1&quot;?</source>
        <translation>Ist „%1“ gemeint?</translation>
    </message>
    <message>
        <source>%1 (and %2 more like it)</source>
        <translation>%1 (und %2 weitere dieser Art)</translation>
    </message>
    <message>
        <source>is not an image of a known format</source>
        <translation>ist kein Bild in einem bekannten Format</translation>
    </message>
    <message>
        <source>is not an image (it looks like text)</source>
        <translation>ist kein Bild (es sieht nach Text aus)</translation>
    </message>
    <message>
        <source>is an SVG drawing, which is not read</source>
        <translation>ist eine SVG-Zeichnung, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>is %1, which is not read</source>
        <translation>ist %1 und wird nicht gelesen</translation>
    </message>
    <message>
        <source>the %1 data is damaged or of an unknown kind</source>
        <translation>die %1-Daten sind beschädigt oder von unbekannter Art</translation>
    </message>
    <message>
        <source>decodes to another size than its header says</source>
        <translation>hat dekodiert eine andere Größe, als die Kopfdaten angeben</translation>
    </message>
    <message>
        <source>has a kind of pixel that is not read</source>
        <translation>hat eine Art von Pixeln, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the file is cut short (%1 bytes)</source>
        <translation>die Datei ist abgeschnitten (%1 Bytes)</translation>
    </message>
    <message>
        <source>the JPEG structure is damaged at byte %1</source>
        <translation>die JPEG-Struktur ist bei Byte %1 beschädigt</translation>
    </message>
    <message>
        <source>the PNG header is damaged</source>
        <translation>die PNG-Kopfdaten sind beschädigt</translation>
    </message>
    <message>
        <source>the PNG checksum of chunk %1 is wrong: the file is damaged</source>
        <translation>die PNG-Prüfsumme des Blocks %1 ist falsch: die Datei ist beschädigt</translation>
    </message>
    <message>
        <source>is too small (%1 x %2 pixels)</source>
        <translation>ist zu klein (%1 × %2 Pixel)</translation>
    </message>
    <message>
        <source>is %1 x %2 pixels, but its camera is for %3 x %4</source>
        <translation>hat %1 × %2 Pixel, aber seine Kamera gilt für %3 × %4</translation>
    </message>
    <message>
        <source>is the same picture as %1; it is used once</source>
        <translation>ist dasselbe Bild wie %1; es wird einmal verwendet</translation>
    </message>
    <message>
        <source>is greyscale; it is used as RGB</source>
        <translation>ist ein Graustufenbild; es wird als RGB verwendet</translation>
    </message>
    <message>
        <source>has dark fringes: its colour seems to be multiplied by alpha already</source>
        <translation>hat dunkle Säume: seine Farbe ist anscheinend schon mit Alpha multipliziert</translation>
    </message>
    <message>
        <source>its alpha looks inverted: the border is opaque and the middle transparent</source>
        <translation>sein Alpha wirkt verkehrt: der Rand ist deckend und die Mitte transparent</translation>
    </message>
    <message>
        <source>its colour profile is damaged and was ignored; sRGB is assumed</source>
        <translation>sein Farbprofil ist beschädigt und bleibt unbeachtet; sRGB wird angenommen</translation>
    </message>
    <message>
        <source>its colour profile is incomplete and was ignored; sRGB is assumed</source>
        <translation>sein Farbprofil ist unvollständig und bleibt unbeachtet; sRGB wird angenommen</translation>
    </message>
    <message>
        <source>Copy it again from the camera or export it again.</source>
        <translation>Noch einmal von der Kamera kopieren oder neu exportieren.</translation>
    </message>
    <message>
        <source>Copy the file again or export the picture again.</source>
        <translation>Die Datei noch einmal kopieren oder das Bild neu exportieren.</translation>
    </message>
    <message>
        <source>Copy or export the picture again.</source>
        <translation>Das Bild noch einmal kopieren oder exportieren.</translation>
    </message>
    <message>
        <source>Export the picture again.</source>
        <translation>Das Bild neu exportieren.</translation>
    </message>
    <message>
        <source>Export it as 8- or 16-bit PNG.</source>
        <translation>Als PNG mit 8 oder 16 Bit exportieren.</translation>
    </message>
    <message>
        <source>Export it as PNG; accepted formats are %1.</source>
        <translation>Als PNG exportieren; gelesen werden %1.</translation>
    </message>
    <message>
        <source>Give a real picture; accepted formats are %1.</source>
        <translation>Ein echtes Bild angeben; gelesen werden %1.</translation>
    </message>
    <message>
        <source>Develop it and export it as 16-bit TIFF or as JPEG.</source>
        <translation>Entwickeln und als 16-Bit-TIFF oder als JPEG exportieren.</translation>
    </message>
    <message>
        <source>Convert it to JPEG or PNG (for example with heif-convert).</source>
        <translation>In JPEG oder PNG umwandeln (zum Beispiel mit heif-convert).</translation>
    </message>
    <message>
        <source>Use pictures of at least 64 x 64 pixels.</source>
        <translation>Bilder mit mindestens 64 × 64 Pixeln verwenden.</translation>
    </message>
    <message>
        <source>Use the pictures that the cameras were computed from, or correct w and h.</source>
        <translation>Die Bilder verwenden, aus denen die Kameras berechnet wurden, oder w und h berichtigen.</translation>
    </message>
    <message>
        <source>Remove one of the two.</source>
        <translation>Eines der beiden entfernen.</translation>
    </message>
    <message>
        <source>Remove the others.</source>
        <translation>Die anderen entfernen.</translation>
    </message>
    <message>
        <source>Remove the one that is wrong.</source>
        <translation>Das falsche von beiden entfernen.</translation>
    </message>
    <message>
        <source>Nothing to do, unless the result looks wrong.</source>
        <translation>Nichts zu tun, wenn das Ergebnis richtig aussieht.</translation>
    </message>
    <message>
        <source>Export with straight (not premultiplied) alpha.</source>
        <translation>Mit einfachem (nicht vormultipliziertem) Alpha exportieren.</translation>
    </message>
    <message>
        <source>Alpha must be opaque where the object is; invert it if the object is the transparent part.</source>
        <translation>Alpha muss dort deckend sein, wo das Objekt ist; umkehren, wenn das Objekt der transparente Teil ist.</translation>
    </message>
    <message>
        <source>has no mask, while most pictures have one; it was left out</source>
        <translation>hat keine Maske, während die meisten Bilder eine haben; es wurde weggelassen</translation>
    </message>
    <message>
        <source>only %1 of %2 pictures have a mask</source>
        <translation>nur %1 von %2 Bildern haben eine Maske</translation>
    </message>
    <message>
        <source>every mask covers its whole picture</source>
        <translation>jede Maske bedeckt ihr ganzes Bild</translation>
    </message>
    <message>
        <source>the object touches the border in %1 of %2 pictures: parts of it were never seen</source>
        <translation>das Objekt berührt in %1 von %2 Bildern den Rand: Teile davon waren nie zu sehen</translation>
    </message>
    <message>
        <source>the mask is empty: no pixel belongs to the object</source>
        <translation>die Maske ist leer: kein Pixel gehört zum Objekt</translation>
    </message>
    <message>
        <source>the mask covers the whole picture</source>
        <translation>die Maske bedeckt das ganze Bild</translation>
    </message>
    <message>
        <source>the mask is %1 x %2 pixels, its picture %3 x %4; it was not used</source>
        <translation>die Maske hat %1 × %2 Pixel, ihr Bild %3 × %4; sie wurde nicht verwendet</translation>
    </message>
    <message>
        <source>the mask file and the picture&apos;s alpha disagree; the mask file was used</source>
        <translation>Maskendatei und Alpha des Bildes widersprechen sich; die Maskendatei wurde verwendet</translation>
    </message>
    <message>
        <source>is an 8-bit picture, which holds no metric depth; it was not used</source>
        <translation>ist ein 8-Bit-Bild, das keine metrische Tiefe enthält; es wurde nicht verwendet</translation>
    </message>
    <message>
        <source>the depth picture is %1 x %2 pixels, its picture %3 x %4; it was not used</source>
        <translation>das Tiefenbild hat %1 × %2 Pixel, sein Bild %3 × %4; es wurde nicht verwendet</translation>
    </message>
    <message>
        <source>depth is measured along the rays, not along the optical axis; it was converted</source>
        <translation>die Tiefe ist entlang der Strahlen gemessen, nicht entlang der optischen Achse; sie wurde umgerechnet</translation>
    </message>
    <message>
        <source>depth looks inverted (near is large): views disagree, and the object is nearest at its rim; it was not used</source>
        <translation>die Tiefe wirkt verkehrt (nah ist groß): die Ansichten widersprechen sich, und das Objekt ist am Rand am nächsten; sie wurde nicht verwendet</translation>
    </message>
    <message>
        <source>%1 depth values are negative or not numbers; they count as unknown</source>
        <translation>%1 Tiefenwerte sind negativ oder keine Zahlen; sie gelten als unbekannt</translation>
    </message>
    <message>
        <source>belongs to no picture of the set; it was ignored</source>
        <translation>gehört zu keinem Bild des Bildsatzes; es bleibt unbeachtet</translation>
    </message>
    <message>
        <source>The masks come from depth: every pixel with a depth belongs to the object.</source>
        <translation>Die Masken kommen aus der Tiefe: Jedes Pixel mit Tiefe gehört zum Objekt.</translation>
    </message>
    <message>
        <source>Add a mask for it, or remove all masks.</source>
        <translation>Eine Maske dafür hinzufügen oder alle Masken entfernen.</translation>
    </message>
    <message>
        <source>Give masks for all pictures, or for none.</source>
        <translation>Masken für alle Bilder angeben oder für keines.</translation>
    </message>
    <message>
        <source>Give masks that show only the object in white, or remove the masks.</source>
        <translation>Masken angeben, die nur das Objekt weiß zeigen, oder die Masken entfernen.</translation>
    </message>
    <message>
        <source>Give a mask that shows the object in white, or remove the mask.</source>
        <translation>Eine Maske angeben, die das Objekt weiß zeigt, oder die Maske entfernen.</translation>
    </message>
    <message>
        <source>Give a mask that shows only the object in white.</source>
        <translation>Eine Maske angeben, die nur das Objekt weiß zeigt.</translation>
    </message>
    <message>
        <source>Give a mask of the picture&apos;s size.</source>
        <translation>Eine Maske in der Größe des Bildes angeben.</translation>
    </message>
    <message>
        <source>Give depth of the same frame.</source>
        <translation>Die Tiefe derselben Aufnahme angeben.</translation>
    </message>
    <message>
        <source>Give 16-bit PNG (a fixed unit, 0 = unknown) or float EXR.</source>
        <translation>PNG mit 16 Bit (feste Einheit, 0 = unbekannt) oder EXR mit Gleitkommazahlen angeben.</translation>
    </message>
    <message>
        <source>Write 0 where the depth is unknown.</source>
        <translation>Wo die Tiefe unbekannt ist, 0 schreiben.</translation>
    </message>
    <message>
        <source>Export the distance from the camera: small numbers are near.</source>
        <translation>Den Abstand von der Kamera exportieren: Kleine Zahlen sind nah.</translation>
    </message>
    <message>
        <source>Take pictures that show the whole object, with some space around it.</source>
        <translation>Bilder aufnehmen, die das ganze Objekt mit etwas Platz darum herum zeigen.</translation>
    </message>
    <message>
        <source>the key &apos;frames&apos; is missing</source>
        <translation>der Schlüssel &apos;frames&apos; fehlt</translation>
    </message>
    <message>
        <source>&apos;frames&apos; is not a list</source>
        <translation>&apos;frames&apos; ist keine Liste</translation>
    </message>
    <message>
        <source>&apos;frames&apos; is empty: no picture is listed</source>
        <translation>&apos;frames&apos; ist leer: kein Bild ist aufgeführt</translation>
    </message>
    <message>
        <source>frame &apos;%1&apos; was left out: %2</source>
        <translation>frame &apos;%1&apos; wurde weggelassen: %2</translation>
    </message>
    <message>
        <source>is listed in two frames; the first one was used</source>
        <translation>ist in zwei frames aufgeführt; der erste wurde verwendet</translation>
    </message>
    <message>
        <source>it has no &apos;file_path&apos;</source>
        <translation>kein &apos;file_path&apos; vorhanden</translation>
    </message>
    <message>
        <source>it has no &apos;transform_matrix&apos;</source>
        <translation>keine &apos;transform_matrix&apos; vorhanden</translation>
    </message>
    <message>
        <source>its transform_matrix is not 4x4 or 3x4</source>
        <translation>die transform_matrix ist nicht 4x4 oder 3x4</translation>
    </message>
    <message>
        <source>its transform_matrix has no rotation (determinant 0)</source>
        <translation>die transform_matrix hat keine Drehung (Determinante 0)</translation>
    </message>
    <message>
        <source>its transform_matrix mirrors (determinant -1)</source>
        <translation>die transform_matrix spiegelt (Determinante -1)</translation>
    </message>
    <message>
        <source>its transform_matrix holds a value that is not a finite, sensible number</source>
        <translation>die transform_matrix enthält einen Wert, der keine endliche, sinnvolle Zahl ist</translation>
    </message>
    <message>
        <source>all %1 cameras stand at one point (no baseline)</source>
        <translation>alle %1 Kameras stehen an einem Punkt (keine Basis)</translation>
    </message>
    <message>
        <source>the camera_model &apos;%1&apos; is not supported</source>
        <translation>das camera_model &apos;%1&apos; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>its lens distortion cannot be undone</source>
        <translation>die Verzeichnung des Objektivs lässt sich nicht aufheben</translation>
    </message>
    <message>
        <source>no intrinsics are given; the focal length comes from EXIF</source>
        <translation>keine Kameradaten angegeben; die Brennweite kommt aus den EXIF-Daten</translation>
    </message>
    <message>
        <source>no intrinsics are given; a field of view of 50 degrees was assumed</source>
        <translation>keine Kameradaten angegeben; ein Sichtfeld von 50 Grad wurde angenommen</translation>
    </message>
    <message>
        <source>does not fit the other pictures: its silhouette misses the object that they show</source>
        <translation>passt nicht zu den anderen Bildern: seine Silhouette verfehlt das Objekt, das sie zeigen</translation>
    </message>
    <message>
        <source>the silhouettes do not meet in space (their common volume fills %1 of them)</source>
        <translation>die Silhouetten treffen sich nicht im Raum (ihr gemeinsames Volumen füllt %1 davon)</translation>
    </message>
    <message>
        <source>the cameras look away from the point where their axes meet</source>
        <translation>die Kameras blicken weg von dem Punkt, an dem sich ihre Achsen treffen</translation>
    </message>
    <message>
        <source>the cameras are far from the origin compared with their spread (map coordinates?)</source>
        <translation>die Kameras sind im Verhältnis zu ihrer Ausdehnung weit vom Ursprung entfernt (Landkartenkoordinaten?)</translation>
    </message>
    <message>
        <source>the &apos;%1&apos; picture is missing; the set goes on without it</source>
        <translation>das Bild &apos;%1&apos; fehlt; es geht ohne dieses weiter</translation>
    </message>
    <message>
        <source>no pictures were found</source>
        <translation>keine Bilder gefunden</translation>
    </message>
    <message>
        <source>none of the %1 pictures can be used. The first: %2</source>
        <translation>keines der %1 Bilder kann verwendet werden. Das erste: %2</translation>
    </message>
    <message>
        <source>holds more than %1 files</source>
        <translation>enthält mehr als %1 Dateien</translation>
    </message>
    <message>
        <source>is not valid JSON at %1</source>
        <translation>ist kein gültiges JSON bei %1</translation>
    </message>
    <message>
        <source>the JSON ends too early at %1</source>
        <translation>das JSON endet zu früh bei %1</translation>
    </message>
    <message>
        <source>absolute paths of another place were re-linked to files of the same name in the set&apos;s folder</source>
        <translation>absolute Pfade eines anderen Ortes wurden mit gleichnamigen Dateien im Ordner des Bildsatzes verknüpft</translation>
    </message>
    <message>
        <source>Lens distortion was removed from the pictures; cameras are pinholes now.</source>
        <translation>Die Verzeichnung des Objektivs wurde aus den Bildern entfernt; die Kameras sind jetzt Lochkameras.</translation>
    </message>
    <message>
        <source>The file says from_na: its cameras look along +z with y down and were turned.</source>
        <translation>Die Datei gibt from_na an: Ihre Kameras blicken entlang +z mit y nach unten und wurden gedreht.</translation>
    </message>
    <message>
        <source>A transforms file has a list &apos;frames&apos; of objects with &apos;file_path&apos; and &apos;transform_matrix&apos;.</source>
        <translation>Eine Transforms-Datei hat eine Liste &apos;frames&apos; aus Objekten mit &apos;file_path&apos; und &apos;transform_matrix&apos;.</translation>
    </message>
    <message>
        <source>Give a folder that holds only the pictures to use.</source>
        <translation>Einen Ordner angeben, der nur die gewünschten Bilder enthält.</translation>
    </message>
    <message>
        <source>Put the file there, or remove the frame from the camera file.</source>
        <translation>Die Datei dort ablegen oder den frame aus der Kameradatei entfernen.</translation>
    </message>
    <message>
        <source>Remove one of the two frames.</source>
        <translation>Einen der beiden frames entfernen.</translation>
    </message>
    <message>
        <source>Name the frame&apos;s picture in &apos;file_path&apos;.</source>
        <translation>Das Bild des frame in &apos;file_path&apos; nennen.</translation>
    </message>
    <message>
        <source>Give &apos;transform_matrix&apos; as 4 (or 3) rows of 4 numbers, camera to world.</source>
        <translation>&apos;transform_matrix&apos; als 4 (oder 3) Zeilen mit 4 Zahlen angeben, von der Kamera zur Welt.</translation>
    </message>
    <message>
        <source>Add fl_x (pixels) or camera_angle_x (radians) to the camera file.</source>
        <translation>fl_x (Pixel) oder camera_angle_x (Radiant) in der Kameradatei ergänzen.</translation>
    </message>
    <message>
        <source>Check that these are the right pictures.</source>
        <translation>Prüfen, ob es die richtigen Bilder sind.</translation>
    </message>
    <message>
        <source>Remove it if it shows something else, or if its pose or mask is wrong.</source>
        <translation>Entfernen, wenn es etwas anderes zeigt, oder wenn Kameraposition oder Maske falsch sind.</translation>
    </message>
    <message>
        <source>Check that poses, pictures and masks belong together and that poses are camera-to-world with x right, y up, looking along -z.</source>
        <translation>Prüfen, ob Kamerapositionen, Bilder und Masken zusammengehören und ob die Positionen von der Kamera zur Welt führen, mit x nach rechts, y nach oben und Blick entlang -z.</translation>
    </message>
    <message>
        <source>Check k1, k2, p1, p2 in the camera file, or undistort the pictures first.</source>
        <translation>k1, k2, p1, p2 in der Kameradatei prüfen oder die Bilder zuerst entzerren.</translation>
    </message>
    <message>
        <source>Undistort the pictures to a pinhole camera first; OPENCV, OPENCV_FISHEYE and PINHOLE are read.</source>
        <translation>Die Bilder zuerst auf eine Lochkamera entzerren; gelesen werden OPENCV, OPENCV_FISHEYE und PINHOLE.</translation>
    </message>
    <message>
        <source>Depth can only be seen from different places: check that &apos;transform_matrix&apos; holds each camera&apos;s own position.</source>
        <translation>Tiefe ist nur von verschiedenen Orten aus zu sehen: prüfen, ob &apos;transform_matrix&apos; die eigene Position jeder Kamera enthält.</translation>
    </message>
    <message>
        <source>Look there for a missing or extra comma, a comment or a decimal comma.</source>
        <translation>Dort nach einem fehlenden oder überzähligen Komma, einem Kommentar oder einem Dezimalkomma suchen.</translation>
    </message>
    <message>
        <source>The file is cut short; copy or write it again.</source>
        <translation>Die Datei ist abgeschnitten; noch einmal kopieren oder schreiben.</translation>
    </message>
    <message>
        <source>Write it again with the program that made it.</source>
        <translation>Mit dem Programm neu schreiben, das sie gemacht hat.</translation>
    </message>
    <message>
        <source>Add %1.png if there is one.</source>
        <translation>%1.png hinzufügen, wenn es eines gibt.</translation>
    </message>
    <message>
        <source>%1 of %2 images have a camera and a mask; nvdiffrec needs at least %3</source>
        <translation>%1 von %2 Bildern haben Kamera und Maske; nvdiffrec braucht mindestens %3</translation>
    </message>
    <message>
        <source>Give poses (transforms.json) and masks (alpha, or a masks folder); &apos;bozzetto-cli info&apos; shows what was found.</source>
        <translation>Kamerapositionen (transforms.json) und Masken (Alpha oder ein Ordner masks) angeben; die Durchsicht der Bilder zeigt, was gefunden wurde.</translation>
    </message>
    <message>
        <source>The masks and cameras leave no common volume: the visual hull is empty</source>
        <translation>Masken und Kameras lassen kein gemeinsames Volumen übrig: die visuelle Hülle ist leer</translation>
    </message>
    <message>
        <source>Nothing matched the masks: the mesh vanished during optimisation</source>
        <translation>Nichts passte zu den Masken: Das Mesh ist während der Optimierung verschwunden</translation>
    </message>
    <message>
        <source>The reconstruction vanished: no surface is left in the box</source>
        <translation>Die Rekonstruktion ist verschwunden: Im Quader ist keine Oberfläche übrig</translation>
    </message>
    <message>
        <source>The %1 stage diverged: its loss has been over ten times its best for %2 steps</source>
        <translation>Die Stufe „%1“ ist divergiert: Ihr Fehler lag %2 Schritte lang über dem Zehnfachen des besten Werts</translation>
    </message>
    <message>
        <source>The loss is not a number at step %1 of the shape stage</source>
        <translation>Der Fehler ist bei Schritt %1 der Formstufe keine Zahl</translation>
    </message>
    <message>
        <source>The loss is not a number at step %1 of the texture stage</source>
        <translation>Der Fehler ist bei Schritt %1 der Texturstufe keine Zahl</translation>
    </message>
    <message>
        <source>The structure that was found has %1 voxels; an object has %2 to %3.</source>
        <translation>Die gefundene Struktur hat %1 Voxel; ein Objekt hat %2 bis %3.</translation>
    </message>
    <message>
        <source>Check that the masks show the object, or try another seed.</source>
        <translation>Prüfen Sie, ob die Masken das Objekt zeigen, oder versuchen Sie einen anderen Startwert.</translation>
    </message>
    <message>
        <source>Check that the masks leave the background out, or try another seed.</source>
        <translation>Prüfen Sie, ob die Masken den Hintergrund auslassen, oder versuchen Sie einen anderen Startwert.</translation>
    </message>
    <message>
        <source>The checkpoint is damaged</source>
        <translation>Der Zwischenstand ist beschädigt</translation>
    </message>
    <message>
        <source>belongs to another job (inputs, settings, seed or version differ)</source>
        <translation>gehört zu einem anderen Auftrag (Bilder, Einstellungen, Startwert oder Version weichen ab)</translation>
    </message>
    <message>
        <source>the result is empty: no surface was found that fits the masks</source>
        <translation>das Ergebnis ist leer: keine Oberfläche gefunden, die zu den Masken passt</translation>
    </message>
    <message>
        <source>The mesh has no triangles: there is nothing to export.</source>
        <translation>Das Mesh hat keine Dreiecke: Es gibt nichts zu exportieren.</translation>
    </message>
    <message>
        <source>The mesh has no texture; it can be written as PLY with colours only.</source>
        <translation>Das Mesh hat keine Textur; es kann nur als PLY mit Farben geschrieben werden.</translation>
    </message>
    <message>
        <source>Run the reconstruction again.</source>
        <translation>Die Rekonstruktion erneut berechnen.</translation>
    </message>
    <message>
        <source>Choose PLY.</source>
        <translation>PLY wählen.</translation>
    </message>
    <message>
        <source>is not a Bozzetto project</source>
        <translation>ist kein Bozzetto-Projekt</translation>
    </message>
    <message>
        <source>was saved by a newer Bozzetto (project version %1; this one reads up to %2)</source>
        <translation>wurde von einem neueren Bozzetto gespeichert (Projektversion %1; dieses liest bis %2)</translation>
    </message>
    <message>
        <source>Choose a file that Bozzetto saved.</source>
        <translation>Eine Datei wählen, die Bozzetto gespeichert hat.</translation>
    </message>
    <message>
        <source>Update Bozzetto to open it.</source>
        <translation>Zum Öffnen Bozzetto aktualisieren.</translation>
    </message>
    <message>
        <source>Correct it, or use a copy of the file.</source>
        <translation>Berichtigen oder eine Kopie der Datei verwenden.</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>Auf dem Datenträger ist kein Platz mehr</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>Keine Berechtigung</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>Das Dateisystem ist schreibgeschützt</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>Datei oder Ordner nicht vorhanden</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>Ein-/Ausgabefehler</translation>
    </message>
    <message>
        <source>there is no such program</source>
        <translation>dieses Programm gibt es nicht</translation>
    </message>
    <message>
        <source>is not COLMAP</source>
        <translation>ist nicht COLMAP</translation>
    </message>
    <message>
        <source>COLMAP finds the cameras of photographs. On Debian and Ubuntu install the package &quot;colmap&quot; (apt install colmap), or give cameras from another program.</source>
        <translation>COLMAP findet die Kameras zu Fotos. Unter Debian und Ubuntu das Paket „colmap“ installieren (apt install colmap) oder Kameras aus einem anderen Programm verwenden.</translation>
    </message>
    <message>
        <source>the cameras of only %1 of %2 pictures could be found%3</source>
        <translation>nur zu %1 von %2 Bildern wurde eine Kamera gefunden%3</translation>
    </message>
    <message>
        <source>the cameras of only %1 of %2 pictures could be found</source>
        <translation>nur zu %1 von %2 Bildern wurde eine Kamera gefunden</translation>
    </message>
    <message>
        <source>Take 20 to 60 sharp pictures all around the object in steps of 10 to 20 degrees, on something with a pattern, without moving the object.</source>
        <translation>20 bis 60 scharfe Bilder rund um das Objekt in Schritten von 10 bis 20 Grad aufnehmen, auf einer gemusterten Unterlage, ohne das Objekt zu bewegen.</translation>
    </message>
    <message>
        <source>there was not enough memory for COLMAP (%1)</source>
        <translation>für COLMAP war nicht genug Speicher da (%1)</translation>
    </message>
    <message>
        <source>Close other programs, or use fewer or smaller pictures.</source>
        <translation>Andere Programme schließen oder weniger oder kleinere Bilder verwenden.</translation>
    </message>
    <message>
        <source>world-to-camera matrices with %1</source>
        <translation>Matrizen von der Welt zur Kamera mit %1</translation>
    </message>
    <message>
        <source>world-to-camera matrices</source>
        <translation>Matrizen von der Welt zur Kamera</translation>
    </message>
    <message>
        <source>rotations transposed, %1</source>
        <translation>Drehungen transponiert, %1</translation>
    </message>
    <message>
        <source>rotations transposed</source>
        <translation>Drehungen transponiert</translation>
    </message>
    <message>
        <source>OpenGL and Blender axes (x right, y up, looking along -z)</source>
        <translation>Achsen von OpenGL und Blender (x rechts, y oben, Blick entlang -z)</translation>
    </message>
    <message>
        <source>OpenCV&apos;s camera axes (x right, y down, looking along +z)</source>
        <translation>Kameraachsen von OpenCV (x rechts, y unten, Blick entlang +z)</translation>
    </message>
    <message>
        <source>PyTorch3D axes (x left, y up, looking along +z)</source>
        <translation>Achsen von PyTorch3D (x links, y oben, Blick entlang +z)</translation>
    </message>
    <message>
        <source>pictures upside down (x left, y down, looking along -z)</source>
        <translation>Bilder auf dem Kopf (x links, y unten, Blick entlang -z)</translation>
    </message>
    <message>
        <source>LLFF axes (x down, y right, looking along -z)</source>
        <translation>Achsen von LLFF (x unten, y rechts, Blick entlang -z)</translation>
    </message>
    <message>
        <source>pictures turned (x up, y left, looking along -z)</source>
        <translation>Bilder gedreht (x oben, y links, Blick entlang -z)</translation>
    </message>
    <message>
        <source>robot axes (looking along x, y left, z up)</source>
        <translation>Achsen von Robotern (Blick entlang x, y links, z oben)</translation>
    </message>
    <message>
        <source>z-up camera axes (x right, looking along y, z up)</source>
        <translation>Kameraachsen mit z oben (x rechts, Blick entlang y, z oben)</translation>
    </message>
    <message>
        <source>Unity, left-handed (x right, y up, looking along +z)</source>
        <translation>Unity, linkshändig (x rechts, y oben, Blick entlang +z)</translation>
    </message>
    <message>
        <source>left-handed (x right, y down, looking along -z)</source>
        <translation>linkshändig (x rechts, y unten, Blick entlang -z)</translation>
    </message>
    <message>
        <source>left-handed (x left, y up, looking along -z)</source>
        <translation>linkshändig (x links, y oben, Blick entlang -z)</translation>
    </message>
    <message>
        <source>Unreal, left-handed (looking along x, y right, z up)</source>
        <translation>Unreal, linkshändig (Blick entlang x, y rechts, z oben)</translation>
    </message>
    <message>
        <source>The mask&apos;s outline in cyan; in orange the volume that all masks have in common, as this camera sees it.</source>
        <translation>Der Umriss der Maske in Cyan; in Orange der Raum, den alle Masken gemeinsam haben, wie diese Kamera ihn sieht.</translation>
    </message>
    <message>
        <source>The sparse points that this picture sees.</source>
        <translation>Die Punkte, die dieses Bild sieht.</translation>
    </message>
    <message>
        <source>Details found in other pictures too; red lines lead to where those place them.</source>
        <translation>Einzelheiten, die auch in anderen Bildern sind; rote Linien führen dorthin, wo diese sie sehen.</translation>
    </message>
    <message>
        <source>holds no COLMAP model</source>
        <translation>enthält kein COLMAP-Modell</translation>
    </message>
    <message>
        <source>A model is a folder with cameras and images, both .bin or both .txt.</source>
        <translation>Ein Modell ist ein Ordner mit cameras und images, beide .bin oder beide .txt.</translation>
    </message>
    <message>
        <source>the image &apos;%1&apos; was left out: %2</source>
        <translation>das Bild &apos;%1&apos; wurde weggelassen: %2</translation>
    </message>
    <message>
        <source>the camera model %1 is not supported</source>
        <translation>das Kameramodell %1 wird nicht unterstützt</translation>
    </message>
    <message>
        <source>Undistort the pictures with &apos;colmap image_undistorter&apos; and give its folder, or estimate the cameras with the model OPENCV.</source>
        <translation>Entzerren Sie die Bilder mit &apos;colmap image_undistorter&apos; und geben Sie dessen Ordner an, oder bestimmen Sie die Kameras mit dem Modell OPENCV.</translation>
    </message>
    <message>
        <source>none of the model&apos;s cameras can be used. The first: %1</source>
        <translation>keine der Kameras des Modells ist verwendbar. Die erste: %1</translation>
    </message>
    <message>
        <source>the model&apos;s binary files and text files disagree (%1); the binary ones were used</source>
        <translation>die binären Dateien und die Textdateien des Modells widersprechen sich (%1); die binären wurden verwendet</translation>
    </message>
    <message>
        <source>Remove the files that are out of date.</source>
        <translation>Entfernen Sie die veralteten Dateien.</translation>
    </message>
    <message>
        <source>the pictures fell apart into several models; the others (%1) were not used</source>
        <translation>die Bilder zerfielen in mehrere Modelle; die anderen (%1) wurden nicht verwendet</translation>
    </message>
    <message>
        <source>Give another model&apos;s folder to use that one.</source>
        <translation>Geben Sie den Ordner eines anderen Modells an, um dieses zu verwenden.</translation>
    </message>
    <message>
        <source>names none of the set&apos;s pictures (it names %1; the set has %2)</source>
        <translation>nennt keines der Bilder des Satzes (sie nennt %1; der Satz enthält %2)</translation>
    </message>
    <message>
        <source>Give the pictures that the cameras were computed from, with their names.</source>
        <translation>Geben Sie die Bilder mit ihren Namen an, aus denen die Kameras berechnet wurden.</translation>
    </message>
    <message>
        <source>holds %1 cameras in the order of the pictures&apos; names, and the set has %2 pictures</source>
        <translation>enthält %1 Kameras in der Reihenfolge der Bildnamen, und der Satz hat %2 Bilder</translation>
    </message>
    <message>
        <source>Give exactly the pictures that the cameras were computed from.</source>
        <translation>Geben Sie genau die Bilder an, aus denen die Kameras berechnet wurden.</translation>
    </message>
    <message>
        <source>%1 cameras were matched %2 (%3)</source>
        <translation>%1 Kameras wurden %2 zugeordnet (%3)</translation>
    </message>
    <message>
        <source>without regard to folders</source>
        <translation>ohne Rücksicht auf Ordner</translation>
    </message>
    <message>
        <source>without regard to upper and lower case</source>
        <translation>ohne Rücksicht auf Groß- und Kleinschreibung</translation>
    </message>
    <message>
        <source>without regard to the names&apos; endings</source>
        <translation>ohne Rücksicht auf die Endungen der Namen</translation>
    </message>
    <message>
        <source>Nothing to do if these are the right pictures.</source>
        <translation>Nichts zu tun, wenn es die richtigen Bilder sind.</translation>
    </message>
    <message>
        <source>%1 cameras of %2 have no picture in the set: %3</source>
        <translation>%1 von %2 Kameras haben kein Bild im Satz: %3</translation>
    </message>
    <message>
        <source>Add the pictures if they are missing.</source>
        <translation>Fügen Sie die Bilder hinzu, falls sie fehlen.</translation>
    </message>
    <message>
        <source>%1 pictures of %2 have no camera: %3</source>
        <translation>%1 von %2 Bildern haben keine Kamera: %3</translation>
    </message>
    <message>
        <source>They are not used; align them in the program that made the camera file.</source>
        <translation>Sie werden nicht verwendet; richten Sie sie in dem Programm aus, das die Kameradatei erzeugt hat.</translation>
    </message>
    <message>
        <source>more than one camera fits these pictures, which get none: %1</source>
        <translation>zu diesen Bildern passt mehr als eine Kamera, sie bekommen keine: %1</translation>
    </message>
    <message>
        <source>Give the pictures in the folders that the camera file names.</source>
        <translation>Geben Sie die Bilder in den Ordnern an, die die Kameradatei nennt.</translation>
    </message>
    <message>
        <source>no pictures were found in its folder or in the three above</source>
        <translation>in ihrem Ordner und den drei darüber wurden keine Bilder gefunden</translation>
    </message>
    <message>
        <source>Put the pictures that the cameras were computed from beside the camera file, in a folder &apos;images&apos;, or give pictures and camera file together.</source>
        <translation>Legen Sie die Bilder, aus denen die Kameras berechnet wurden, neben die Kameradatei in einen Ordner &apos;images&apos;, oder geben Sie Bilder und Kameradatei zusammen an.</translation>
    </message>
    <message>
        <source>is no camera file of a known program</source>
        <translation>ist keine Kameradatei eines bekannten Programms</translation>
    </message>
    <message>
        <source>Give a COLMAP model, a Metashape XML, a RealityScan CSV or XMP, poses_bounds.npy, cameras_sphere.npz or a transforms JSON file.</source>
        <translation>Geben Sie ein COLMAP-Modell, eine Metashape-XML, eine RealityScan-CSV oder -XMP, poses_bounds.npy, cameras_sphere.npz oder eine transforms-JSON-Datei an.</translation>
    </message>
    <message>
        <source>at byte %1: %2</source>
        <translation>bei Byte %1: %2</translation>
    </message>
    <message>
        <source>The file is damaged or cut short: copy it again, or write it again with the program that made it.</source>
        <translation>Die Datei ist beschädigt oder abgeschnitten: Kopieren Sie sie noch einmal, oder schreiben Sie sie mit dem Programm neu, das sie erzeugt hat.</translation>
    </message>
    <message>
        <source>%1 cameras are disabled in Metashape and were left out: %2</source>
        <translation>%1 Kameras sind in Metashape abgeschaltet und wurden weggelassen: %2</translation>
    </message>
    <message>
        <source>Enable them there if they are to be used.</source>
        <translation>Schalten Sie sie dort ein, wenn sie verwendet werden sollen.</translation>
    </message>
    <message>
        <source>%1 cameras are not aligned and were left out: %2</source>
        <translation>%1 Kameras sind nicht ausgerichtet und wurden weggelassen: %2</translation>
    </message>
    <message>
        <source>Align them in Metashape if they are to be used.</source>
        <translation>Richten Sie sie in Metashape aus, wenn sie verwendet werden sollen.</translation>
    </message>
    <message>
        <source>the photos fell apart into %1 components; the largest was used, %2 cameras of the others were left out</source>
        <translation>die Fotos zerfielen in %1 Komponenten; die größte wurde verwendet, %2 Kameras der anderen wurden weggelassen</translation>
    </message>
    <message>
        <source>Merge the components in Metashape if they belong together.</source>
        <translation>Fügen Sie die Komponenten in Metashape zusammen, wenn sie zusammengehören.</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; is missing</source>
        <translation>die Spalte &apos;%1&apos; fehlt</translation>
    </message>
    <message>
        <source>Export &apos;Internal/External camera parameters&apos; from RealityScan again, with a decimal point.</source>
        <translation>Exportieren Sie &apos;Internal/External camera parameters&apos; noch einmal aus RealityScan, mit Dezimalpunkt.</translation>
    </message>
    <message>
        <source>its camera was left out: %1</source>
        <translation>seine Kamera wurde weggelassen: %1</translation>
    </message>
    <message>
        <source>its distortion model &apos;%1&apos; is not supported</source>
        <translation>sein Verzeichnungsmodell &apos;%1&apos; wird nicht unterstützt</translation>
    </message>
    <message>
        <source>it declares a document type or entities (%1), which is refused</source>
        <translation>sie vereinbart einen Dokumenttyp oder Entitäten (%1), was abgelehnt wird</translation>
    </message>
    <message>
        <source>Remove the declaration, or export the file again.</source>
        <translation>Entfernen Sie die Vereinbarung, oder exportieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>it is not well-formed XML (%1)</source>
        <translation>sie ist kein wohlgeformtes XML (%1)</translation>
    </message>
    <message>
        <source>The file is damaged or cut short: copy it again, or export it again.</source>
        <translation>Die Datei ist beschädigt oder abgeschnitten: Kopieren oder exportieren Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The camera file names no pictures: its cameras were given to the pictures in the order of their names.</source>
        <translation>Die Kameradatei nennt keine Bilder: Ihre Kameras wurden den Bildern in der Reihenfolge ihrer Namen gegeben.</translation>
    </message>
    <message>
        <source>is a HEIC/AVIF picture of a kind that is not read: %1</source>
        <translation>ist ein HEIC/AVIF-Bild einer Art, die nicht gelesen wird: %1</translation>
    </message>
    <message>
        <source>the HEIC/AVIF data is damaged: %1</source>
        <translation>die HEIC/AVIF-Daten sind beschädigt: %1</translation>
    </message>
    <message>
        <source>is a camera raw file of a kind that is not read</source>
        <translation>ist eine Kamera-Rohdatei einer Art, die nicht gelesen wird</translation>
    </message>
    <message>
        <source>the camera raw data is damaged</source>
        <translation>die Kamera-Rohdaten sind beschädigt</translation>
    </message>
    <message>
        <source>the camera raw data is damaged: %1</source>
        <translation>die Kamera-Rohdaten sind beschädigt: %1</translation>
    </message>
    <message>
        <source>Copy it again from the camera.</source>
        <translation>Noch einmal von der Kamera kopieren.</translation>
    </message>
    <message>
        <source>its EXIF %1 cannot be right and was ignored</source>
        <translation>die EXIF-Angabe %1 kann nicht stimmen und wurde nicht beachtet</translation>
    </message>
    <message>
        <source>is the same photograph as %1; the developed picture is used</source>
        <translation>ist dieselbe Aufnahme wie %1; das entwickelte Bild wird verwendet</translation>
    </message>
    <message>
        <source>Move one of the two away to choose the other.</source>
        <translation>Eines der beiden entfernen, um das andere zu wählen.</translation>
    </message>
    <message>
        <source>holds several pictures; only the main one is used</source>
        <translation>enthält mehrere Bilder; nur das Hauptbild wird verwendet</translation>
    </message>
    <message>
        <source>the program %1, which reads videos, is not installed</source>
        <translation>das Programm %1, das Videos liest, ist nicht installiert</translation>
    </message>
    <message>
        <source>Install FFmpeg (Debian package: ffmpeg), or give a folder of pictures.</source>
        <translation>FFmpeg installieren (Debian-Paket: ffmpeg) oder einen Ordner mit Bildern angeben.</translation>
    </message>
    <message>
        <source>is not a video that can be read, or is damaged</source>
        <translation>ist kein lesbares Video oder ist beschädigt</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export it as MP4.</source>
        <translation>Noch einmal von der Kamera kopieren oder als MP4 exportieren.</translation>
    </message>
    <message>
        <source>is cut short or damaged: %1 of %2 frames can be read</source>
        <translation>ist abgeschnitten oder beschädigt: %1 von %2 Einzelbildern sind lesbar</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export the part that plays.</source>
        <translation>Noch einmal von der Kamera kopieren oder den abspielbaren Teil exportieren.</translation>
    </message>
    <message>
        <source>no frame of it can be decoded</source>
        <translation>kein Einzelbild daraus lässt sich decodieren</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export it as MP4 (H.264).</source>
        <translation>Noch einmal von der Kamera kopieren oder als MP4 (H.264) exportieren.</translation>
    </message>
    <message>
        <source>holds several videos and no pictures</source>
        <translation>enthält mehrere Videos und keine Bilder</translation>
    </message>
    <message>
        <source>Give the video that goes round the object.</source>
        <translation>Das Video angeben, das um das Objekt herumgeht.</translation>
    </message>
    <message>
        <source>%1 frames were taken from %2, the sharpest of each interval.</source>
        <translation>%1 Einzelbilder wurden aus %2 genommen, das schärfste jedes Abschnitts.</translation>
    </message>
    <message>
        <source>The video is HDR; its values are taken as sRGB.</source>
        <translation>Das Video ist HDR; seine Werte werden als sRGB genommen.</translation>
    </message>
    <message>
        <source>holds no masks</source>
        <translation>enthält keine Masken</translation>
    </message>
    <message>
        <source>no mask in it is named like a picture of the set</source>
        <translation>keine Maske darin heißt wie ein Bild des Satzes</translation>
    </message>
    <message>
        <source>Name a mask like its picture: a.png, a.jpg.png or a_mask.png for a.jpg.</source>
        <translation>Eine Maske wie ihr Bild nennen: a.png, a.jpg.png oder a_mask.png zu a.jpg.</translation>
    </message>
    <message>
        <source>no picture of the set has a mask</source>
        <translation>kein Bild des Satzes hat eine Maske</translation>
    </message>
    <message>
        <source>Make masks first.</source>
        <translation>Zuerst Masken erstellen.</translation>
    </message>
    <message>
        <source>no mask in the folder is named like it</source>
        <translation>keine Maske im Ordner heißt wie es</translation>
    </message>
    <message>
        <source>Name a mask like its picture.</source>
        <translation>Eine Maske wie ihr Bild nennen.</translation>
    </message>
    <message>
        <source>PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR and camera raw</source>
        <translation>PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR und Kamera-Rohdateien</translation>
    </message>
    <message>
        <source>Give a folder of PNG, JPEG, TIFF, WebP, HEIC, EXR or camera raw pictures, a video, or a transforms JSON file.</source>
        <translation>Einen Ordner mit Bildern (PNG, JPEG, TIFF, WebP, HEIC, EXR oder Kamera-Rohdateien), ein Video oder eine transforms-JSON-Datei angeben.</translation>
    </message>
    <message>
        <source>what came for %1 is no safetensors file</source>
        <translation>was für %1 kam, ist keine safetensors-Datei</translation>
    </message>
    <message>
        <source>what came for %1 is no file by torch.save</source>
        <translation>was für %1 kam, ist keine Datei von torch.save</translation>
    </message>
    <message>
        <source>what came for %1 is no JSON</source>
        <translation>was für %1 kam, ist kein JSON</translation>
    </message>
    <message>
        <source>what came for %1 is cut short, or longer than its content</source>
        <translation>was für %1 kam, ist abgeschnitten oder länger als sein Inhalt</translation>
    </message>
    <message>
        <source>what came for %1 has the wrong checksum (%2..., not %3...)</source>
        <translation>was für %1 kam, hat die falsche Prüfsumme (%2… statt %3…)</translation>
    </message>
    <message>
        <source>has %1 bytes where %2 has %3</source>
        <translation>hat %1 Bytes, %2 aber hat %3</translation>
    </message>
    <message>
        <source>is not %1: its checksum is wrong</source>
        <translation>ist nicht %1: die Prüfsumme ist falsch</translation>
    </message>
    <message>
        <source>its checksum is wrong: the file was changed or the disk is failing</source>
        <translation>die Prüfsumme ist falsch: Die Datei wurde verändert oder die Platte wird schadhaft</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>weights are missing: %1</source>
        <translation>Gewichte fehlen: %1</translation>
    </message>
    <message>
        <source>these weights are under licences that were not accepted:%1</source>
        <translation>Diese Gewichte stehen unter Lizenzen, denen nicht zugestimmt wurde:%1</translation>
    </message>
    <message>
        <source>the server answers %1: it wants a login</source>
        <translation>der Server antwortet %1: Er verlangt eine Anmeldung</translation>
    </message>
    <message>
        <source>the server answers %1</source>
        <translation>der Server antwortet %1</translation>
    </message>
    <message>
        <source>the server sends a web page, not the file</source>
        <translation>der Server schickt eine Webseite statt der Datei</translation>
    </message>
    <message>
        <source>the server offers %1 bytes for %2 where %3 are right</source>
        <translation>der Server bietet für %2 %1 Bytes an, richtig sind %3</translation>
    </message>
    <message>
        <source>the server sends more for %1 than the file has</source>
        <translation>der Server schickt für %1 mehr, als die Datei hat</translation>
    </message>
    <message>
        <source>the transfer ended after %1 of %2</source>
        <translation>die Übertragung endete nach %1 von %2</translation>
    </message>
    <message>
        <source>the file on the server has changed</source>
        <translation>die Datei auf dem Server ist eine andere geworden</translation>
    </message>
    <message>
        <source>%1 are needed, %2 are free</source>
        <translation>%1 werden gebraucht, %2 sind frei</translation>
    </message>
    <message>
        <source>cannot be written: %1 (%2 are missing)</source>
        <translation>kann nicht geschrieben werden: %1 (%2 fehlen noch)</translation>
    </message>
    <message>
        <source>not taken: such a file is a program, and could do anything</source>
        <translation>nicht übernommen: Eine solche Datei ist ein Programm und könnte alles tun</translation>
    </message>
    <message>
        <source>this build of Bozzetto does not download</source>
        <translation>dieses Bozzetto ist ohne Herunterladen gebaut</translation>
    </message>
    <message>
        <source>there is no home folder to keep weights in</source>
        <translation>es gibt keinen persönlichen Ordner für die Gewichte</translation>
    </message>
    <message>
        <source>the weights folder cannot be made: %1</source>
        <translation>der Ordner der Gewichte kann nicht angelegt werden: %1</translation>
    </message>
    <message>
        <source>the weights &apos;%1&apos; %2</source>
        <translation>die Gewichte „%1“: %2</translation>
    </message>
    <message>
        <source>is missing; it would be %1</source>
        <translation>fehlen; erwartet wird %1</translation>
    </message>
    <message>
        <source>is %1 where %2 is wanted</source>
        <translation>sind %1, erwartet wird %2</translation>
    </message>
    <message>
        <source>holds numbers that are not finite as %1</source>
        <translation>enthalten Zahlen, die als %1 nicht endlich sind</translation>
    </message>
    <message>
        <source>Fetch them with: bozzetto-cli weights fetch</source>
        <translation>Holen Sie sie unter „Bearbeiten“ &gt; „Gewichte der Netze“ oder mit: bozzetto-cli weights fetch</translation>
    </message>
    <message>
        <source>Fetch it again, from another mirror if this repeats.</source>
        <translation>Holen Sie die Datei erneut, von einem anderen Spiegel, wenn es wieder geschieht.</translation>
    </message>
    <message>
        <source>It was kept for inspection. Fetch it again, from another mirror if this repeats.</source>
        <translation>Sie wurde zur Untersuchung aufgehoben. Holen Sie die Datei erneut, von einem anderen Spiegel, wenn es wieder geschieht.</translation>
    </message>
    <message>
        <source>Try later or set another mirror; or get the file another way and give its folder to: bozzetto-cli weights import FOLDER</source>
        <translation>Versuchen Sie es später oder geben Sie einen anderen Spiegel an; oder besorgen Sie die Datei auf anderem Weg und übernehmen Sie sie mit „Vorhandene Dateien verwenden“.</translation>
    </message>
    <message>
        <source>Accept the terms on the model&apos;s page (%1), download the file there, and give its folder to: bozzetto-cli weights import FOLDER</source>
        <translation>Stimmen Sie den Bedingungen auf der Seite des Modells zu (%1), laden Sie die Datei dort herunter und übernehmen Sie sie mit „Vorhandene Dateien verwenden“.</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk with --weights.</source>
        <translation>Schaffen Sie Platz oder wählen Sie einen Ordner auf einer anderen Platte.</translation>
    </message>
    <message>
        <source>What came is kept. Free some space and fetch again to go on.</source>
        <translation>Was kam, bleibt erhalten. Schaffen Sie Platz und holen Sie weiter.</translation>
    </message>
    <message>
        <source>Check the weights folder, or choose another one with --weights.</source>
        <translation>Prüfen Sie den Ordner der Gewichte oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The file is damaged or another version; get it again.</source>
        <translation>Die Datei ist beschädigt oder eine andere Version; besorgen Sie sie neu.</translation>
    </message>
    <message>
        <source>The file is damaged, or of another network or version; fetch it again.</source>
        <translation>Die Datei ist beschädigt oder gehört zu einem anderen Netz oder einer anderen Version; holen Sie sie erneut.</translation>
    </message>
    <message>
        <source>The networks look at %1 of the %2 pictures, spread as far as possible: %3</source>
        <translation>Die Netze sehen %1 der %2 Bilder an, so weit wie möglich verteilt: %3</translation>
    </message>
    <message>
        <source>A stage was ended on request after %1 of %2 steps</source>
        <translation>Ein Abschnitt wurde auf Wunsch nach %1 von %2 Schritten beendet</translation>
    </message>
    <message>
        <source>The time limit ended a stage after %1 of %2 steps</source>
        <translation>Die Zeitgrenze beendete einen Abschnitt nach %1 von %2 Schritten</translation>
    </message>
    <message>
        <source>GPU memory: views %1 -&gt; %2, for %3 may be used</source>
        <translation>GPU-Speicher: Ansichten %1 -&gt; %2, denn %3 dürfen belegt werden</translation>
    </message>
    <message>
        <source>Close other programs that use the GPU, take fewer pictures (--exclude), use another GPU (--device cuda:N), or use --device cpu.</source>
        <translation>Schließen Sie andere Programme, die die GPU nutzen, nehmen Sie weniger Bilder (--exclude) oder eine andere GPU (--device cuda:N), oder verwenden Sie --device cpu.</translation>
    </message>
    <message>
        <source>Out of GPU memory: the stage is done again in smaller pieces</source>
        <translation>Der Speicher der GPU reicht nicht: Der Abschnitt wird in kleineren Stücken wiederholt</translation>
    </message>
    <message>
        <source>Out of GPU memory: the stage is done again with %1 of %2 views</source>
        <translation>Der Speicher der GPU reicht nicht: Der Abschnitt wird mit %1 von %2 Ansichten wiederholt</translation>
    </message>
    <message>
        <source>The GPU has too little free memory: one picture needs about %1, and %2 of %3 may be used</source>
        <translation>Die GPU hat zu wenig freien Speicher: Ein Bild braucht etwa %1, und %2 von %3 dürfen belegt werden</translation>
    </message>
    <message>
        <source>There is too little free memory: about %1 are needed, and %2 are free</source>
        <translation>Es ist zu wenig Speicher frei: Etwa %1 werden gebraucht, und %2 sind frei</translation>
    </message>
    <message>
        <source>Close other programs, take fewer pictures (--exclude), or use a GPU (--device cuda).</source>
        <translation>Schließen Sie andere Programme, nehmen Sie weniger Bilder (--exclude) oder eine GPU (--device cuda).</translation>
    </message>
    <message>
        <source>The networks found no surface in these pictures</source>
        <translation>Die Netze fanden in diesen Bildern keine Oberfläche</translation>
    </message>
    <message>
        <source>Check that the masks show the object and nothing else; try another --seed.</source>
        <translation>Prüfen Sie, ob die Masken nur das Objekt zeigen; versuchen Sie einen anderen --seed.</translation>
    </message>
    <message>
        <source>%1: no picture shows an object</source>
        <translation>%1: Kein Bild zeigt ein Objekt</translation>
    </message>
    <message>
        <source>Check the masks: the object is white, the background black.</source>
        <translation>Prüfen Sie die Masken: Das Objekt ist weiß, der Hintergrund schwarz.</translation>
    </message>
    <message>
        <source>Weights are missing: the decoder of splats</source>
        <translation>Gewichte fehlen: der Dekoder der Splats</translation>
    </message>
    <message>
        <source>Fetch them with &apos;bozzetto-cli weights fetch&apos;, or leave splats off.</source>
        <translation>Holen Sie sie mit &apos;bozzetto-cli weights fetch&apos;, oder lassen Sie Splats aus.</translation>
    </message>
    <message>
        <source>The %1 gave numbers that are not finite</source>
        <translation>Das Netz &quot;%1&quot; lieferte Zahlen, die nicht endlich sind</translation>
    </message>
    <message>
        <source>Try another --seed; if it happens again, check the weights with &apos;bozzetto-cli weights verify&apos;.</source>
        <translation>Versuchen Sie einen anderen --seed; geschieht es wieder, prüfen Sie die Gewichte mit &apos;bozzetto-cli weights verify&apos;.</translation>
    </message>
    <message>
        <source>%1: %2 tensors are not used by this program: %3</source>
        <translation>%1: %2 Tensoren benutzt dieses Programm nicht: %3</translation>
    </message>
    <message>
        <source>%1: no texture from it, its mask is empty</source>
        <translation>%1: keine Textur daraus, die Maske ist leer</translation>
    </message>
    <message>
        <source>%1: no texture from it, the mesh does not look like it</source>
        <translation>%1: keine Textur daraus, das Netz sieht ihm nicht ähnlich</translation>
    </message>
    <message>
        <source>The mesh is in its own coordinates: fewer than two photographs could be placed</source>
        <translation>Das Netz steht in eigenen Koordinaten: Weniger als zwei Fotos ließen sich zuordnen</translation>
    </message>
    <message>
        <source>The mesh may not stand right among the cameras: by its looks they would be up to %1 degrees elsewhere</source>
        <translation>Das Netz steht vielleicht nicht richtig zwischen den Kameras: Seinem Aussehen nach wären sie bis zu %1 Grad anderswo</translation>
    </message>
</context>
<context>
    <name>EngineWords</name>
    <message>
        <source>Isosurface</source>
        <translation>Isofläche</translation>
    </message>
    <message>
        <source>flexicubes</source>
        <translation>FlexiCubes</translation>
    </message>
    <message>
        <source>dmtet</source>
        <translation>DMTet</translation>
    </message>
    <message>
        <source>How the surface is taken from the distance field. FlexiCubes gives fewer and better-shaped triangles; DMTet is the original&apos;s older way.</source>
        <translation>Wie die Oberfläche aus dem Distanzfeld gewonnen wird. FlexiCubes ergibt weniger und besser geformte Dreiecke; DMTet ist die ältere Art des Originals.</translation>
    </message>
    <message>
        <source>Depth maps</source>
        <translation>Tiefenkarten</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>on</source>
        <translation>ein</translation>
    </message>
    <message>
        <source>Depth maps of the set guide the shape when there are any; off ignores them.</source>
        <translation>Tiefenkarten des Bildsatzes leiten die Form, wenn es welche gibt; „aus“ lässt sie unbeachtet.</translation>
    </message>
    <message>
        <source>Start only</source>
        <translation>Nur Startform</translation>
    </message>
    <message>
        <source>Grid resolution</source>
        <translation>Gitterauflösung</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>Zellen</translation>
    </message>
    <message>
        <source>Cells along the longest side of the object&apos;s box. Twice as many resolve half the detail size and cost four times the time. 0: 96 where depth maps guide the shape, else 64.</source>
        <translation>Zellen entlang der längsten Seite des Objektquaders. Doppelt so viele lösen halb so große Details auf und kosten viermal so viel Zeit. 0: 96, wo Tiefenbilder die Form leiten, sonst 64.</translation>
    </message>
    <message>
        <source>px</source>
        <translation>px</translation>
    </message>
    <message>
        <source>Shape iterations</source>
        <translation>Formschritte</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Steps of the first pass (shape, materials and light together).</source>
        <translation>Schritte des ersten Durchgangs (Form, Materialien und Licht zusammen).</translation>
    </message>
    <message>
        <source>Texture iterations</source>
        <translation>Texturschritte</translation>
    </message>
    <message>
        <source>Steps of the second pass (fixed topology: vertices, textures and light).</source>
        <translation>Schritte des zweiten Durchgangs (feste Topologie: Punkte, Texturen und Licht).</translation>
    </message>
    <message>
        <source>Texture size</source>
        <translation>Texturgröße</translation>
    </message>
    <message>
        <source>Light resolution</source>
        <translation>Lichtauflösung</translation>
    </message>
    <message>
        <source>Side of a face of the light&apos;s cube map. Its prefilter is recomputed every step: 32 resolves 3 degrees.</source>
        <translation>Seitenlänge einer Fläche der Cubemap des Lichts. Ihre Vorfilterung wird in jedem Schritt neu berechnet: 32 löst 3 Grad auf.</translation>
    </message>
    <message>
        <source>Shape rate</source>
        <translation>Formrate</translation>
    </message>
    <message>
        <source>cells/step</source>
        <translation>Zellen/Schritt</translation>
    </message>
    <message>
        <source>How far the distance field moves in a step at the start of each level.</source>
        <translation>Wie weit sich das Distanzfeld in einem Schritt zu Beginn jeder Stufe bewegt.</translation>
    </message>
    <message>
        <source>Material rate</source>
        <translation>Materialrate</translation>
    </message>
    <message>
        <source>Step size of colour, roughness and metallic.</source>
        <translation>Schrittweite von Farbe, Rauheit und Metallisch.</translation>
    </message>
    <message>
        <source>Light rate</source>
        <translation>Lichtrate</translation>
    </message>
    <message>
        <source>Step size of the light&apos;s logarithm.</source>
        <translation>Schrittweite des Logarithmus des Lichts.</translation>
    </message>
    <message>
        <source>Vertex rate</source>
        <translation>Punktrate</translation>
    </message>
    <message>
        <source>edges/step</source>
        <translation>Kanten/Schritt</translation>
    </message>
    <message>
        <source>Step size of the vertices in the second pass, in mean edge lengths; 0 keeps them.</source>
        <translation>Schrittweite der Punkte im zweiten Durchgang, in mittleren Kantenlängen; 0 belässt sie.</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>Glätte</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>A first look: coarse shape and small textures, in a fraction of the time.</source>
        <translation>Ein erster Blick: grobe Form und kleine Texturen, in einem Bruchteil der Zeit.</translation>
    </message>
    <message>
        <source>Full detail for most objects. Start here.</source>
        <translation>Volles Detail für die meisten Objekte. Der beste Anfang.</translation>
    </message>
    <message>
        <source>Finer hollows and larger textures; takes several times as long.</source>
        <translation>Feinere Vertiefungen und größere Texturen; dauert mehrmals so lange.</translation>
    </message>
    <message>
        <source>On: stops at what the optimisation starts from, the visual hull with the pictures&apos; mean colours. For comparison.</source>
        <translation>Ein: endet bei dem, wovon die Optimierung ausgeht, der visuellen Hülle mit den mittleren Farben der Bilder. Zum Vergleich.</translation>
    </message>
    <message>
        <source>Picture resolution</source>
        <translation>Bildauflösung</translation>
    </message>
    <message>
        <source>Longest side that pictures are reduced to for the optimisation. Beyond the pictures&apos; own size it has no effect.</source>
        <translation>Längste Seite, auf die Bilder für die Optimierung verkleinert werden. Über die eigene Größe der Bilder hinaus hat sie keine Wirkung.</translation>
    </message>
    <message>
        <source>Pictures a step</source>
        <translation>Bilder je Schritt</translation>
    </message>
    <message>
        <source>How many pictures a step looks at. 0: as many as suit the device, one to four on the processor and eight on a GPU, fewer where its memory is small.</source>
        <translation>Wie viele Bilder ein Schritt ansieht. 0: so viele, wie zum Gerät passen, eins bis vier auf dem Prozessor und acht auf einer GPU, weniger bei knappem Speicher.</translation>
    </message>
    <message>
        <source>Side of the texture maps. At 1024 a texel is about a picture&apos;s pixel for 512 px pictures.</source>
        <translation>Seitenlänge der Texturen. Bei 1024 entspricht ein Texel bei Bildern mit 512 px etwa einem Bildpixel.</translation>
    </message>
    <message>
        <source>Scales what keeps the surface smooth. More for noisy pictures, less for fine relief.</source>
        <translation>Stärke dessen, was die Oberfläche glatt hält. Mehr bei verrauschten Bildern, weniger bei feinem Relief.</translation>
    </message>
    <message>
        <source>Optimises shape, materials and light until renderings match the pictures. Needs poses and masks.</source>
        <translation>Optimiert Form, Materialien und Licht, bis die Renderings den Bildern gleichen. Braucht Kamerapositionen und Masken.</translation>
    </message>
    <message>
        <source>Refine cameras</source>
        <translation>Kameras verfeinern</translation>
    </message>
    <message>
        <source>Small corrections of poses and focal length, found with the shape and held to the input. auto: where the cameras were estimated from the pictures; exact ones stay as they are.</source>
        <translation>Kleine Korrekturen von Posen und Brennweite, die mit der Form gefunden und an der Eingabe festgehalten werden. „automatisch“: wo die Kameras aus den Bildern geschätzt wurden; exakte bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Refine exposure</source>
        <translation>Belichtung verfeinern</translation>
    </message>
    <message>
        <source>Gives every picture its own brightness and white balance. auto: where the pictures differ measurably.</source>
        <translation>Gibt jedem Bild seine eigene Helligkeit und seinen eigenen Weißabgleich. „automatisch“: wo sich die Bilder messbar unterscheiden.</translation>
    </message>
    <message>
        <source>Carving</source>
        <translation>Aushöhlen</translation>
    </message>
    <message>
        <source>How firmly the surface is pressed in where pictures disagree about it, which finds hollows that no outline shows. 0: not at all.</source>
        <translation>Wie stark die Fläche dort nach innen gedrückt wird, wo die Bilder einander widersprechen: So werden Mulden gefunden, die kein Umriss zeigt. 0: gar nicht.</translation>
    </message>
    <message>
        <source>Structure steps</source>
        <translation>Schritte der Struktur</translation>
    </message>
    <message>
        <source>Steps from noise to the coarse shape. Fewer are quicker and less sure of it.</source>
        <translation>Schritte vom Rauschen zur groben Form. Weniger sind schneller und treffen sie weniger sicher.</translation>
    </message>
    <message>
        <source>Structure guidance</source>
        <translation>Führung der Struktur</translation>
    </message>
    <message>
        <source>How strongly the coarse shape follows the pictures; 1 is no guidance, and half the time.</source>
        <translation>Wie stark die grobe Form den Bildern folgt; 1 ist ohne Führung und dauert halb so lang.</translation>
    </message>
    <message>
        <source>Structure guidance from</source>
        <translation>Führung der Struktur ab</translation>
    </message>
    <message>
        <source>Structure guidance to</source>
        <translation>Führung der Struktur bis</translation>
    </message>
    <message>
        <source>Where guidance ends on the way from noise (1) to the shape (0).</source>
        <translation>Wo die Führung auf dem Weg vom Rauschen (1) zur Form (0) endet.</translation>
    </message>
    <message>
        <source>Where guidance begins on the way from noise (1) to the shape (0).</source>
        <translation>Wo die Führung auf dem Weg vom Rauschen (1) zur Form (0) beginnt.</translation>
    </message>
    <message>
        <source>Structure guidance rescale</source>
        <translation>Führung der Struktur: Ausgleich</translation>
    </message>
    <message>
        <source>How far the exaggeration that guidance brings is taken back.</source>
        <translation>Wie weit die Übertreibung durch die Führung zurückgenommen wird.</translation>
    </message>
    <message>
        <source>Structure time rescale</source>
        <translation>Zeiteinteilung der Struktur</translation>
    </message>
    <message>
        <source>Above 1: shorter steps near the noise, longer ones near the shape.</source>
        <translation>Über 1: kürzere Schritte nahe dem Rauschen, längere nahe der Form.</translation>
    </message>
    <message>
        <source>Detail steps</source>
        <translation>Schritte der Einzelheiten</translation>
    </message>
    <message>
        <source>Steps from noise to the details of surface and colour. Fewer are quicker.</source>
        <translation>Schritte vom Rauschen zu den Einzelheiten von Oberfläche und Farbe. Weniger sind schneller.</translation>
    </message>
    <message>
        <source>Detail guidance</source>
        <translation>Führung der Einzelheiten</translation>
    </message>
    <message>
        <source>How strongly the details follow the pictures; 1 is no guidance, and half the time.</source>
        <translation>Wie stark die Einzelheiten den Bildern folgen; 1 ist ohne Führung und dauert halb so lang.</translation>
    </message>
    <message>
        <source>Detail guidance from</source>
        <translation>Führung der Einzelheiten ab</translation>
    </message>
    <message>
        <source>Detail guidance to</source>
        <translation>Führung der Einzelheiten bis</translation>
    </message>
    <message>
        <source>Where guidance ends on the way from noise (1) to the details (0).</source>
        <translation>Wo die Führung auf dem Weg vom Rauschen (1) zu den Einzelheiten (0) endet.</translation>
    </message>
    <message>
        <source>Where guidance begins on the way from noise (1) to the details (0).</source>
        <translation>Wo die Führung auf dem Weg vom Rauschen (1) zu den Einzelheiten (0) beginnt.</translation>
    </message>
    <message>
        <source>Detail guidance rescale</source>
        <translation>Führung der Einzelheiten: Ausgleich</translation>
    </message>
    <message>
        <source>Detail time rescale</source>
        <translation>Zeiteinteilung der Einzelheiten</translation>
    </message>
    <message>
        <source>Above 1: shorter steps near the noise, longer ones near the details.</source>
        <translation>Über 1: kürzere Schritte nahe dem Rauschen, längere nahe den Einzelheiten.</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>Dreiecke</translation>
    </message>
    <message>
        <source>How many triangles the mesh is reduced to. 0: one in twenty of what the network gives.</source>
        <translation>Auf wie viele Dreiecke das Netz verringert wird. 0: eines von zwanzig, die das neuronale Netz liefert.</translation>
    </message>
    <message>
        <source>Full mesh</source>
        <translation>Volles Netz</translation>
    </message>
    <message>
        <source>On: the mesh as the network gives it, not reduced, nothing removed, no hole filled.</source>
        <translation>Ein: das Netz, wie das neuronale Netz es liefert, nicht verringert, nichts entfernt, kein Loch gefüllt.</translation>
    </message>
    <message>
        <source>Texture from the pictures</source>
        <translation>Textur aus den Bildern</translation>
    </message>
    <message>
        <source>On: what a picture shows is painted from it, the rest with the network&apos;s colours. Off: the network&apos;s colours everywhere.</source>
        <translation>Ein: Was ein Bild zeigt, wird aus ihm gemalt, der Rest mit den Farben des neuronalen Netzes. Aus: überall dessen Farben.</translation>
    </message>
    <message>
        <source>Gaussian splats</source>
        <translation>Gauß-Splats</translation>
    </message>
    <message>
        <source>On: the object as Gaussian splats too, in splats.ply. Takes another network.</source>
        <translation>Ein: das Objekt auch als Gauß-Splats, in splats.ply. Braucht ein weiteres neuronales Netz.</translation>
    </message>
    <message>
        <source>Spare GPU memory</source>
        <translation>GPU-Speicher schonen</translation>
    </message>
    <message>
        <source>On: everything in smaller pieces, which takes a little longer. auto: where the GPU has too little free memory for the whole.</source>
        <translation>Ein: alles in kleineren Stücken, was etwas länger dauert. auto: wo der freie Speicher der GPU nicht für das Ganze reicht.</translation>
    </message>
    <message>
        <source>Makes a complete object from a few pictures with large trained networks: also what no picture shows. Needs masks, no cameras; its weights are fetched once.</source>
        <translation>Macht aus wenigen Bildern mit großen trainierten Netzen ein vollständiges Objekt: auch, was kein Bild zeigt. Braucht Masken, keine Kameras; seine Gewichte werden einmal geholt.</translation>
    </message>
    <message>
        <source>Hollow trials</source>
        <translation>Muldenversuche</translation>
    </message>
    <message>
        <source>How often doubtful parts of the surface are moved in by a cell and kept there if the pictures do not fit worse then. Finds deep hollows; each trial takes a twelfth of the shape iterations, at half the picture resolution.</source>
        <translation>Wie oft zweifelhafte Stellen der Fläche um eine Zelle nach innen gesetzt werden und dort bleiben, wenn die Bilder danach nicht schlechter passen. Findet tiefe Mulden; jeder Versuch kostet ein Zwölftel der Formschritte, bei halber Bildauflösung.</translation>
    </message>
    <message>
        <source>Light steps</source>
        <translation>Lichtschritte</translation>
    </message>
    <message>
        <source>Steps in which the light of the pictures and the roughness of the surface are found, so that the texture is free of shine and shadow. 0: the light stays in the texture.</source>
        <translation>Schritte, in denen das Licht der Bilder und die Rauheit der Fläche gefunden werden, damit die Textur frei von Glanz und Schatten ist. 0: Das Licht bleibt in der Textur.</translation>
    </message>
    <message>
        <source>Metal in the pictures</source>
        <translation>Metall in den Bildern</translation>
    </message>
    <message>
        <source>On: what looks like metal in several pictures becomes metal. Off: nothing does; metal is painted.</source>
        <translation>Ein: Was in mehreren Bildern wie Metall aussieht, wird Metall. Aus: Nichts wird es; Metall wird gemalt.</translation>
    </message>
    <message>
        <source>Hollow search</source>
        <translation>Muldensuche</translation>
    </message>
    <message>
        <source>Steps that a radiance field is fitted in, to find hollows that no outline shows, such as bowls and portholes; what it finds is kept where the pictures fit better then. 0: not at all; never more than shape iterations, and none with depth maps.</source>
        <translation>Schritte, in denen ein Strahlungsfeld angepasst wird, um Mulden zu finden, die kein Umriss zeigt, etwa Schalen und Bullaugen; was es findet, bleibt, wo die Bilder danach besser passen. 0: gar nicht; nie mehr als Formschritte, und keine mit Tiefenkarten.</translation>
    </message>
</context>
<context>
    <name>GlContext</name>
    <message>
        <source>OpenGL is not available on this computer.</source>
        <translation>OpenGL ist auf diesem Computer nicht verfügbar.</translation>
    </message>
    <message>
        <source>The graphics driver did not start.</source>
        <translation>Der Grafiktreiber ist nicht gestartet.</translation>
    </message>
    <message>
        <source>The 3D view needs OpenGL 3.2; this computer offers %1.%2.</source>
        <translation>Die 3D-Ansicht braucht OpenGL 3.2; dieser Computer bietet %1.%2.</translation>
    </message>
</context>
<context>
    <name>LaunchOptions</name>
    <message>
        <source>Bozzetto turns pictures of an object into a textured mesh.</source>
        <translation>Bozzetto macht aus Bildern eines Objekts ein texturiertes Mesh.</translation>
    </message>
    <message>
        <source>A folder of pictures, pictures, a transforms file, a project or a mesh.obj.</source>
        <translation>Ein Ordner mit Bildern, Bilder, eine Transforms-Datei, ein Projekt oder eine mesh.obj.</translation>
    </message>
    <message>
        <source>Start with all preferences as delivered.</source>
        <translation>Mit allen Einstellungen wie bei der Auslieferung starten.</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>Diese Hilfe anzeigen.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Die Version anzeigen.</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Erhöhen</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Verringern</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>Löst das Bedienfeld vom Fenster oder fügt es wieder ein</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>Schließt das Bedienfeld</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>Suchen in:</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurückgehen</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Vorwärtsgehen</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Übergeordneter Ordner</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Zum übergeordneten Ordner gehen</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Neuen Ordner anlegen</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Einen neuen Ordner anlegen</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Als Liste zeigen</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Mit Details zeigen</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>Liste der Orte und Lesezeichen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Dateien vom Typ:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>Datei&amp;name:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Ordner suchen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>Aus&amp;wählen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Versteckte Dateien zeigen</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Neuer Ordner</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 ist bereits vorhanden.
Ersetzen?</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
Ordner nicht gefunden.
Bitte den Namen des Ordners prüfen.</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
Datei nicht gefunden.
Bitte den Namen der Datei prüfen.</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Geändert am</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>Computer</translation>
    </message>
</context>
<context>
    <name>QGnomeTheme</name>
    <message>
        <source>&amp;OK</source>
        <translation>&amp;OK</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Abbrechen</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;holen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Ein&amp;fügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Nein</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Alt</source>
        <translation>Alt</translation>
    </message>
    <message>
        <source>Num</source>
        <translation>Num</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
</context>
<context>
    <name>QUndoGroup</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
</context>
<context>
    <name>QUndoStack</name>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;holen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>Ein&amp;fügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>Scores</name>
    <message>
        <source>Outline match</source>
        <translation>Übereinstimmung des Umrisses</translation>
    </message>
    <message>
        <source>How well the mesh&apos;s outline covers the masks: 1 is exact.</source>
        <translation>Wie gut der Umriss des Meshs die Masken deckt: 1 ist genau.</translation>
    </message>
    <message>
        <source>Likeness at the start (dB)</source>
        <translation>Ähnlichkeit am Anfang (dB)</translation>
    </message>
    <message>
        <source>The same for the first shape, carved from the masks alone.</source>
        <translation>Dasselbe nur für die erste, aus den Masken geschnittene Form.</translation>
    </message>
    <message>
        <source>Outline match at the start</source>
        <translation>Übereinstimmung des Umrisses am Anfang</translation>
    </message>
    <message>
        <source>Likeness to the pictures (dB)</source>
        <translation>Ähnlichkeit mit den Bildern (dB)</translation>
    </message>
    <message>
        <source>Signal-to-noise ratio of the rendered mesh against the pictures it was made from. Above 30 dB, differences are hard to see.</source>
        <translation>Signal-Rausch-Abstand des gerenderten Meshs zu den Bildern, aus denen es entstanden ist. Über 30 dB sind Unterschiede kaum zu sehen.</translation>
    </message>
</context>
<context>
    <name>WeightWords</name>
    <message>
        <source>ReconViaGen: condition of the structure</source>
        <translation>ReconViaGen: Bedingung der Struktur</translation>
    </message>
    <message>
        <source>ReconViaGen: flow of the structure</source>
        <translation>ReconViaGen: Fluss der Struktur</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of the structure</source>
        <translation>ReconViaGen: Decoder der Struktur</translation>
    </message>
    <message>
        <source>ReconViaGen: condition of the surface</source>
        <translation>ReconViaGen: Bedingung der Oberfläche</translation>
    </message>
    <message>
        <source>ReconViaGen: flow of the surface</source>
        <translation>ReconViaGen: Fluss der Oberfläche</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of the mesh</source>
        <translation>ReconViaGen: Decoder des Meshs</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of splats</source>
        <translation>ReconViaGen: Decoder der Splats</translation>
    </message>
    <message>
        <source>VGGT, fine-tuned on objects</source>
        <translation>VGGT, auf Gegenstände abgestimmt</translation>
    </message>
    <message>
        <source>DINOv2 ViT-L/14 with registers</source>
        <translation>DINOv2 ViT-L/14 mit Registern</translation>
    </message>
    <message>
        <source>Apache License 2.0</source>
        <translation>Apache-Lizenz 2.0</translation>
    </message>
    <message>
        <source>Free for any use, also commercial; the licence and notices stay with copies.</source>
        <translation>Frei für jeden Gebrauch, auch gewerblich; Lizenz und Hinweise bleiben bei den Kopien.</translation>
    </message>
    <message>
        <source>Weights of ReconViaGen v0.2</source>
        <translation>Gewichte von ReconViaGen v0.2</translation>
    </message>
    <message>
        <source>Fine-tuned from TRELLIS (MIT). What the page of these weights allows has not been checked, so they count as non-commercial here: read it before you use results commercially.</source>
        <translation>Aus TRELLIS (MIT) abgestimmt. Was die Seite dieser Gewichte erlaubt, wurde nicht geprüft; hier gelten sie deshalb als nicht gewerblich nutzbar. Lesen Sie die Seite, bevor Sie Ergebnisse gewerblich nutzen.</translation>
    </message>
    <message>
        <source>Creative Commons Attribution-NonCommercial 4.0</source>
        <translation>Creative Commons Namensnennung – Nicht kommerziell 4.0</translation>
    </message>
    <message>
        <source>VGGT fine-tuned on objects: derived from VGGT-1B. Not for commercial use, and neither are results made with it; name the authors.</source>
        <translation>VGGT, auf Gegenstände abgestimmt: von VGGT-1B abgeleitet. Nicht für gewerblichen Gebrauch, auch nicht die Ergebnisse; die Urheber sind zu nennen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui</name>
    <message>
        <source>There is not enough memory.</source>
        <translation>Der Arbeitsspeicher reicht nicht aus.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Andere Programme schließen und erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CameraController</name>
    <message>
        <source>The cameras were found.</source>
        <translation>Die Kameras wurden gefunden.</translation>
    </message>
    <message>
        <source>Without the other program&apos;s cameras</source>
        <translation>Ohne die Kameras des anderen Programms</translation>
    </message>
    <message>
        <source>Read cameras otherwise</source>
        <translation>Kameras anders lesen</translation>
    </message>
    <message>
        <source>Guess the region</source>
        <translation>Bereich schätzen</translation>
    </message>
    <message>
        <source>Change up</source>
        <translation>Oben ändern</translation>
    </message>
    <message>
        <source>Guess up and floor</source>
        <translation>Oben und Boden schätzen</translation>
    </message>
    <message>
        <source>The three points lie on one line. Choose others.</source>
        <translation>Die drei Punkte liegen auf einer Geraden. Bitte andere wählen.</translation>
    </message>
    <message>
        <source>Set the floor</source>
        <translation>Boden festlegen</translation>
    </message>
    <message>
        <source>Set the scale</source>
        <translation>Maßstab festlegen</translation>
    </message>
    <message>
        <source>Scale from depth</source>
        <translation>Maßstab aus der Tiefe</translation>
    </message>
    <message>
        <source>Use cameras of another program</source>
        <translation>Kameras eines anderen Programms verwenden</translation>
    </message>
    <message>
        <source>The file of the cameras is not there any more: %1</source>
        <translation>Die Datei der Kameras ist nicht mehr da: %1</translation>
    </message>
    <message>
        <source>Put it back, or find the cameras again.</source>
        <translation>Legen Sie sie zurück oder suchen Sie die Kameras erneut.</translation>
    </message>
    <message>
        <source>Find the cameras again</source>
        <translation>Kameras erneut suchen</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>Kameras suchen</translation>
    </message>
    <message>
        <source>The cameras were found again.</source>
        <translation>Die Kameras wurden erneut gefunden.</translation>
    </message>
    <message>
        <source>Check whether region, floor and scale fit them.</source>
        <translation>Prüfen Sie, ob Bereich, Boden und Maßstab zu ihnen passen.</translation>
    </message>
    <message>
        <source>Region, floor and scale were carried over to them.</source>
        <translation>Bereich, Boden und Maßstab wurden auf sie übertragen.</translation>
    </message>
    <message>
        <source>They stand otherwise than before: region, floor and scale are guessed anew. Undo brings everything back.</source>
        <translation>Sie stehen anders als zuvor: Bereich, Boden und Maßstab werden neu geschätzt. Rückgängig stellt alles wieder her.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CameraWords</name>
    <message>
        <source>Reading the pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Looking for features</source>
        <translation>Merkmale werden gesucht</translation>
    </message>
    <message>
        <source>Comparing the pictures</source>
        <translation>Bilder werden verglichen</translation>
    </message>
    <message>
        <source>Placing the cameras</source>
        <translation>Kameras werden platziert</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>Wird verfeinert</translation>
    </message>
    <message>
        <source>Turning the scene upright</source>
        <translation>Szene wird aufgerichtet</translation>
    </message>
    <message>
        <source>Blurred. Take it again, with more light or a steadier hand.</source>
        <translation>Unscharf. Noch einmal aufnehmen, mit mehr Licht oder ruhigerer Hand.</translation>
    </message>
    <message>
        <source>It shares too little with the other pictures. Take pictures in between.</source>
        <translation>Es hat zu wenig mit den anderen Bildern gemeinsam. Bilder dazwischen aufnehmen.</translation>
    </message>
    <message>
        <source>It shows too little detail. Put something patterned around the object.</source>
        <translation>Es zeigt zu wenige Einzelheiten. Etwas Gemustertes um das Objekt legen.</translation>
    </message>
    <message>
        <source>It seems to show something else.</source>
        <translation>Es scheint etwas anderes zu zeigen.</translation>
    </message>
    <message>
        <source>It fits only a few other pictures. Take pictures in between.</source>
        <translation>Es passt nur zu wenigen anderen Bildern. Bilder dazwischen aufnehmen.</translation>
    </message>
    <message>
        <source>It cannot be read.</source>
        <translation>Es kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Left out.</source>
        <translation>Weggelassen.</translation>
    </message>
    <message>
        <source>No camera was found for it.</source>
        <translation>Dafür wurde keine Kamera gefunden.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pictures have a camera.</source>
        <translation>
            <numerusform>%1 von %n Bild hat eine Kamera.</numerusform>
            <numerusform>%1 von %n Bildern haben eine Kamera.</numerusform>
        </translation>
    </message>
    <message>
        <source>Points: %1</source>
        <translation>Punkte: %1</translation>
    </message>
    <message>
        <source>Mean error: %1 pixels</source>
        <translation>Mittlerer Fehler: %1 Pixel</translation>
    </message>
    <message numerus="yes">
        <source>The pictures fall into %n groups that do not join; the largest was taken.</source>
        <translation>
            <numerusform>Die Bilder bilden %n Gruppe.</numerusform>
            <numerusform>Die Bilder zerfallen in %n Gruppen, die nicht zusammenpassen; die größte wurde genommen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Known from before.</source>
        <translation>Von früher bekannt.</translation>
    </message>
    <message>
        <source>Took %1</source>
        <translation>Dauer: %1</translation>
    </message>
    <message>
        <source>%1 % of the points lie in front of the cameras that see them</source>
        <translation>%1 % der Punkte liegen vor den Kameras, die sie sehen</translation>
    </message>
    <message>
        <source>they miss their place by %1 pixels</source>
        <translation>sie liegen %1 Pixel daneben</translation>
    </message>
    <message>
        <source>the masks agree to %1 %</source>
        <translation>die Masken stimmen zu %1 % überein</translation>
    </message>
    <message>
        <source>%1 % of what the pictures share fits</source>
        <translation>%1 % von dem, was die Bilder gemeinsam haben, passt</translation>
    </message>
    <message>
        <source>%1 % of the cameras look at one place</source>
        <translation>%1 % der Kameras blicken auf einen Ort</translation>
    </message>
    <message>
        <source>Nothing speaks for or against it.</source>
        <translation>Nichts spricht dafür oder dagegen.</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between parts of a sentence</comment>
        <translation>; </translation>
    </message>
    <message>
        <source>.</source>
        <comment>end of a sentence</comment>
        <translation>.</translation>
    </message>
    <message>
        <source>Focal length: %1 pixels; the pictures do not say theirs</source>
        <translation>Brennweite: %1 Pixel; die Bilder nennen keine</translation>
    </message>
    <message>
        <source>Focal length: %1 pixels, %2 % from what the pictures say</source>
        <translation>Brennweite: %1 Pixel, %2 % gegenüber der Angabe in den Bildern</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures were added or taken back in after the cameras were found: they have none and are not used. &quot;Find again&quot; looks for the cameras of all.</source>
        <translation>
            <numerusform>%n Bild kam hinzu, nachdem die Kameras gefunden waren: Es hat keine und wird nicht verwendet. „Erneut suchen“ sucht die Kameras aller Bilder.</numerusform>
            <numerusform>%n Bilder kamen hinzu, nachdem die Kameras gefunden waren: Sie haben keine und werden nicht verwendet. „Erneut suchen“ sucht die Kameras aller Bilder.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CamerasPage</name>
    <message>
        <source>There is no point here. Click on one of the points.</source>
        <translation>Hier ist kein Punkt. Bitte auf einen der Punkte klicken.</translation>
    </message>
    <message>
        <source>Change the region</source>
        <translation>Bereich ändern</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CamerasPanel</name>
    <message>
        <source>Reading the pictures…</source>
        <translation>Bilder werden gelesen …</translation>
    </message>
    <message numerus="yes">
        <source>The pictures came with cameras: %n.</source>
        <translation>
            <numerusform>Die Bilder brachten %n Kamera mit.</numerusform>
            <numerusform>Die Bilder brachten %n Kameras mit.</numerusform>
        </translation>
    </message>
    <message>
        <source>Six views: their cameras are known by their names.</source>
        <translation>Sechs Ansichten: Ihre Kameras sind durch ihre Namen bekannt.</translation>
    </message>
    <message numerus="yes">
        <source>Cameras of another program: %n.</source>
        <translation>
            <numerusform>%n Kamera eines anderen Programms.</numerusform>
            <numerusform>%n Kameras eines anderen Programms.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cameras found: %n.</source>
        <translation>
            <numerusform>%n Kamera gefunden.</numerusform>
            <numerusform>%n Kameras gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cameras appear beside as they are found.</source>
        <translation>Kameras erscheinen nebenan, sobald sie gefunden sind.</translation>
    </message>
    <message>
        <source>These pictures have no cameras yet.</source>
        <translation>Diese Bilder haben noch keine Kameras.</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <comment>phase, time</comment>
        <translation>%1, noch etwa %2</translation>
    </message>
    <message numerus="yes">
        <source>Pictures without a camera: %n</source>
        <translation>
            <numerusform>%n Bild ohne Kamera</numerusform>
            <numerusform>%n Bilder ohne Kamera</numerusform>
        </translation>
    </message>
    <message>
        <source>As the file&apos;s format says.</source>
        <translation>Wie das Format der Datei es sagt.</translation>
    </message>
    <message>
        <source>Read as: %1</source>
        <translation>Gelesen als: %1</translation>
    </message>
    <message>
        <source>Read otherwise</source>
        <translation>Anders lesen</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>Kameras suchen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Use cameras from another program…</source>
        <translation>Kameras aus anderem Programm …</translation>
    </message>
    <message>
        <source>COLMAP, Metashape, RealityScan, nerfstudio, LLFF and NeuS files and folders</source>
        <translation>Dateien und Ordner von COLMAP, Metashape, RealityScan, nerfstudio, LLFF und NeuS</translation>
    </message>
    <message>
        <source>Without this file</source>
        <translation>Ohne diese Datei</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Was gefunden wurde</translation>
    </message>
    <message>
        <source>How the file is read</source>
        <translation>Wie die Datei gelesen wird</translation>
    </message>
    <message>
        <source>Pictures without a camera</source>
        <translation>Bilder ohne Kamera</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Evidence on a photograph</source>
        <translation>Beleg auf einem Foto</translation>
    </message>
    <message>
        <source>Find again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Looks for the cameras of all pictures in use anew. Region, floor and scale are carried over where the cameras stand as before, else guessed anew; Undo brings everything back.</source>
        <translation>Sucht die Kameras aller verwendeten Bilder neu. Bereich, Boden und Maßstab werden übertragen, wenn die Kameras stehen wie zuvor, sonst neu geschätzt; Rückgängig stellt alles wieder her.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ChildRun</name>
    <message>
        <source>The engine did not stop in time and was ended.</source>
        <translation>Die Engine hat nicht rechtzeitig angehalten und wurde beendet.</translation>
    </message>
    <message>
        <source>The engine prints too much; the rest is left out.</source>
        <translation>Die Engine gibt zu viel aus; der Rest wird weggelassen.</translation>
    </message>
    <message>
        <source>Engine %1, preset %2; pictures: %3, threads: %4, device: %5</source>
        <translation>Engine %1, Voreinstellung %2; Bilder: %3, Threads: %4, Gerät: %5</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>Fertig: %1</translation>
    </message>
    <message>
        <source>Finished early: %1</source>
        <translation>Vorzeitig abgeschlossen: %1</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Gestoppt.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ChildTask</name>
    <message>
        <source>%1 does not start: %2</source>
        <comment>program, reason</comment>
        <translation>%1 startet nicht: %2</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>Bozzetto neu installieren: Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>The program was ended by signal %1.</source>
        <translation>Das Programm wurde durch Signal %1 beendet.</translation>
    </message>
    <message>
        <source>The program ended with code %1.</source>
        <translation>Das Programm endete mit Code %1.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CliPredictionSource</name>
    <message>
        <source>The part of Bozzetto that computes could not be started.</source>
        <translation>Der rechnende Teil von Bozzetto konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Install Bozzetto again.</source>
        <translation>Bozzetto neu installieren.</translation>
    </message>
    <message>
        <source>It cannot be predicted.</source>
        <translation>Das lässt sich nicht vorhersagen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DesktopIntegration</name>
    <message>
        <source>%1 - Bozzetto</source>
        <translation>%1 – Bozzetto</translation>
    </message>
    <message>
        <source>%1 % - %2</source>
        <translation>%1 % – %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropTarget</name>
    <message>
        <source>Drop to add 1 picture</source>
        <translation>Ablegen, um 1 Bild hinzuzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n pictures</source>
        <translation>
            <numerusform>Ablegen, um %n Bild hinzuzufügen</numerusform>
            <numerusform>Ablegen, um %n Bilder hinzuzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to open 1 picture</source>
        <translation>Ablegen, um 1 Bild zu öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Drop to open %n pictures</source>
        <translation>
            <numerusform>Ablegen, um %n Bild zu öffnen</numerusform>
            <numerusform>Ablegen, um %n Bilder zu öffnen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing can be opened now</source>
        <translation>Im Moment kann nichts geöffnet werden</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>Zum Öffnen ablegen</translation>
    </message>
    <message>
        <source>Drop to open the project &quot;%1&quot;</source>
        <translation>Ablegen, um das Projekt „%1“ zu öffnen</translation>
    </message>
    <message>
        <source>Pictures of another folder cannot be added</source>
        <translation>Bilder aus einem anderen Ordner können nicht hinzugefügt werden</translation>
    </message>
    <message>
        <source>Copy them into the folder of this set, or drop without Shift to open them instead.</source>
        <translation>In den Ordner dieses Bildsatzes kopieren, oder ohne Umschalttaste ablegen, um sie stattdessen zu öffnen.</translation>
    </message>
    <message>
        <source>Drop to open &quot;%1&quot;</source>
        <translation>Ablegen, um „%1“ zu öffnen</translation>
    </message>
    <message>
        <source>From &quot;%1&quot;.</source>
        <translation>Aus „%1“.</translation>
    </message>
    <message>
        <source>From &quot;%1&quot;; the other pictures of that folder are excluded.</source>
        <translation>Aus „%1“; die übrigen Bilder dieses Ordners werden ausgeschlossen.</translation>
    </message>
    <message>
        <source>Replaces the set that is open.</source>
        <translation>Ersetzt den geöffneten Bildsatz.</translation>
    </message>
    <message>
        <source>Hold Shift to add to it.</source>
        <translation>Zum Hinzufügen die Umschalttaste halten.</translation>
    </message>
    <message>
        <source>Nothing can be opened now.</source>
        <translation>Im Moment kann nichts geöffnet werden.</translation>
    </message>
    <message>
        <source>Pictures of another folder cannot be added.</source>
        <translation>Bilder aus einem anderen Ordner können nicht hinzugefügt werden.</translation>
    </message>
    <message>
        <source>The clipboard holds no pictures.</source>
        <translation>Die Zwischenablage enthält keine Bilder.</translation>
    </message>
    <message>
        <source>Copy picture files, a folder, a path or a picture, and paste again.</source>
        <translation>Bilddateien, einen Ordner, einen Pfad oder ein Bild kopieren und erneut einfügen.</translation>
    </message>
    <message>
        <source>The pasted picture could not be kept in &quot;%1&quot;.</source>
        <translation>Das eingefügte Bild konnte nicht in „%1“ aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Check that the disk is not full.</source>
        <translation>Prüfen, ob der Datenträger voll ist.</translation>
    </message>
    <message>
        <source>Looking at what it is…</source>
        <translation>Inhalt wird geprüft&#xa0;…</translation>
    </message>
    <message>
        <source>These are cameras without pictures.</source>
        <translation>Das sind Kameras ohne Bilder.</translation>
    </message>
    <message>
        <source>Drop the pictures first, or both together.</source>
        <translation>Zuerst die Bilder ablegen oder beides zusammen.</translation>
    </message>
    <message>
        <source>Drop to use the cameras of &quot;%1&quot;</source>
        <translation>Ablegen, um die Kameras von „%1“ zu verwenden</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropText</name>
    <message>
        <source>There is nothing here that can be opened.</source>
        <translation>Hier ist nichts, das geöffnet werden kann.</translation>
    </message>
    <message>
        <source>Drop pictures, a folder of pictures, a transforms file or a project.</source>
        <translation>Bilder, einen Ordner mit Bildern, eine Transforms-Datei oder ein Projekt ablegen.</translation>
    </message>
    <message>
        <source>The folder &quot;%1&quot; holds no pictures.</source>
        <translation>Der Ordner „%1“ enthält keine Bilder.</translation>
    </message>
    <message>
        <source>Drop the folder that the pictures lie in.</source>
        <translation>Den Ordner ablegen, in dem die Bilder liegen.</translation>
    </message>
    <message numerus="yes">
        <source>The pictures come from %n folders.</source>
        <translation>
            <numerusform>Die Bilder kommen aus %n Ordner.</numerusform>
            <numerusform>Die Bilder kommen aus %n Ordnern.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy them into one folder and drop that.</source>
        <translation>In einen gemeinsamen Ordner kopieren und diesen ablegen.</translation>
    </message>
    <message numerus="yes">
        <source>%n folders were dropped; a set of pictures is one folder.</source>
        <translation>
            <numerusform>%n Ordner wurde abgelegt; ein Bildsatz ist ein Ordner.</numerusform>
            <numerusform>%n Ordner wurden abgelegt; ein Bildsatz ist ein Ordner.</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop one folder, or the folders images and masks of one set.</source>
        <translation>Einen Ordner ablegen, oder die Ordner images und masks eines Bildsatzes.</translation>
    </message>
    <message>
        <source>A project is opened on its own.</source>
        <translation>Ein Projekt wird für sich allein geöffnet.</translation>
    </message>
    <message>
        <source>Drop one project file only.</source>
        <translation>Nur eine Projektdatei ablegen.</translation>
    </message>
    <message numerus="yes">
        <source>%n JSON files were dropped; a set has one transforms file.</source>
        <translation>
            <numerusform>%n JSON-Datei wurde abgelegt; ein Bildsatz hat eine Transforms-Datei.</numerusform>
            <numerusform>%n JSON-Dateien wurden abgelegt; ein Bildsatz hat eine Transforms-Datei.</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop the one to use, or the set&apos;s folder.</source>
        <translation>Die gewünschte ablegen, oder den Ordner des Bildsatzes.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is an archive.</source>
        <translation>„%1“ ist ein Archiv.</translation>
    </message>
    <message>
        <source>Unpack it and drop the folder.</source>
        <translation>Entpacken und den Ordner ablegen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not there.</source>
        <translation>„%1“ ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Check the path; the drive may not be connected.</source>
        <translation>Den Pfad prüfen; vielleicht ist das Laufwerk nicht verbunden.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no picture, folder or project.</source>
        <translation>„%1“ ist weder Bild noch Ordner noch Projekt.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a web address, not a file on this computer.</source>
        <translation>„%1“ ist eine Webadresse, keine Datei auf diesem Computer.</translation>
    </message>
    <message>
        <source>Download the pictures into a folder and drop that.</source>
        <translation>Die Bilder in einen Ordner herunterladen und diesen ablegen.</translation>
    </message>
    <message numerus="yes">
        <source>%n files with cameras were dropped.</source>
        <translation>
            <numerusform>%n Datei mit Kameras wurde abgelegt.</numerusform>
            <numerusform>%n Dateien mit Kameras wurden abgelegt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop the one to use.</source>
        <translation>Nur die eine ablegen, die verwendet werden soll.</translation>
    </message>
    <message>
        <source>Drop PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR or camera raw pictures, their folder, or a video.</source>
        <translation>Bilder als PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR oder Kamera-Rohdateien ablegen, ihren Ordner oder ein Video.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::EndedPage</name>
    <message>
        <source>What happened</source>
        <translation>Was geschehen ist</translation>
    </message>
    <message>
        <source>&amp;Show result</source>
        <translation>&amp;Ergebnis zeigen</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint.</source>
        <translation>Macht beim letzten Zwischenstand weiter.</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>Details &amp;kopieren</translation>
    </message>
    <message>
        <source>Copies reason, remedy and the end of the log.</source>
        <translation>Kopiert Grund, Abhilfe und das Ende des Protokolls.</translation>
    </message>
    <message>
        <source>Show &amp;log</source>
        <translation>&amp;Protokoll zeigen</translation>
    </message>
    <message>
        <source>What was done is kept. Resume goes on from there.</source>
        <translation>Was fertig ist, bleibt erhalten. „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>Nothing had to be kept yet.</source>
        <translation>Es gab noch nichts zu erhalten.</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>Fertig nach %1</translation>
    </message>
    <message>
        <source>Finished early after %1</source>
        <translation>Vorzeitig abgeschlossen nach %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>The run failed</source>
        <translation>Die Berechnung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly</source>
        <translation>Die Engine wurde unerwartet beendet</translation>
    </message>
    <message>
        <source>memory %1 at most</source>
        <translation>Speicher höchstens %1</translation>
    </message>
    <message>
        <source>Start &amp;over</source>
        <translation>&amp;Neu beginnen</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>Erneut &amp;versuchen</translation>
    </message>
    <message>
        <source>Starts from the beginning and discards what was kept.</source>
        <translation>Beginnt von vorn und verwirft, was erhalten war.</translation>
    </message>
    <message>
        <source>Starts from the beginning and replaces what is there.</source>
        <translation>Beginnt von vorn und ersetzt, was vorhanden ist.</translation>
    </message>
    <message>
        <source>The mesh is usable. Resume improves it further.</source>
        <translation>Das Mesh ist brauchbar. „Fortsetzen“ verbessert es weiter.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::EngineCatalog</name>
    <message>
        <source>The engines cannot be listed: %1 does not start (%2).</source>
        <translation>Die Engines können nicht aufgelistet werden: %1 startet nicht (%2).</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>Bozzetto neu installieren: Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>The engines cannot be listed. %1</source>
        <translation>Die Engines können nicht aufgelistet werden. %1</translation>
    </message>
    <message>
        <source>Install Bozzetto again, with the packages it needs.</source>
        <translation>Bozzetto neu installieren, mit den Paketen, die es braucht.</translation>
    </message>
    <message>
        <source>The window and bozzetto-cli are of different versions: install Bozzetto again.</source>
        <translation>Das Fenster und bozzetto-cli haben verschiedene Versionen: Bozzetto neu installieren.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export for</source>
        <translation>Exportieren für</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Back to the usual choices for this program</source>
        <translation>Zurück zur üblichen Auswahl für dieses Programm</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>Ordner auswählen</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Files that will be written</source>
        <translation>Dateien, die geschrieben werden</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Folder of the files</source>
        <translation>Ordner der Dateien</translation>
    </message>
    <message>
        <source>Choose a folder for the files.</source>
        <translation>Einen Ordner für die Dateien auswählen.</translation>
    </message>
    <message>
        <source>The disk has only %1 left.</source>
        <translation>Auf dem Datenträger sind nur noch %1 frei.</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>etwa %1</translation>
    </message>
    <message>
        <source>Replaces a file</source>
        <translation>Ersetzt eine Datei</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n Datei</numerusform>
            <numerusform>%n Dateien</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, about %2</source>
        <translation>%1, etwa %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 exportieren</translation>
    </message>
    <message>
        <source>Not for commercial use: it was made with %1.</source>
        <translation>Nicht für kommerzielle Nutzung: gemacht mit %1.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportFooter</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>Fortschritt des Exports</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>Erneut exportieren</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>Im Ordner zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of this name exist and would be replaced.</source>
        <translation>
            <numerusform>%n Datei dieses Namens ist vorhanden und würde ersetzt.</numerusform>
            <numerusform>%n Dateien dieser Namen sind vorhanden und würden ersetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Wird abgebrochen</translation>
    </message>
    <message>
        <source>Exported %1 (%2).</source>
        <translation>%1 exportiert (%2).</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportForm</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Size and direction</source>
        <translation>Größe und Ausrichtung</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>How long one unit of the result is. 1 keeps sizes as they are.</source>
        <translation>Wie lang eine Einheit des Ergebnisses ist. 1 lässt Größen, wie sie sind.</translation>
    </message>
    <message>
        <source>One unit is</source>
        <translation>Eine Einheit ist</translation>
    </message>
    <message>
        <source>Unit of the file</source>
        <translation>Einheit der Datei</translation>
    </message>
    <message>
        <source>Resulting size</source>
        <translation>Ergebnisgröße</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>Achse nach oben</translation>
    </message>
    <message>
        <source>Front faces</source>
        <translation>Achse nach vorn</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>Koordinaten</translation>
    </message>
    <message>
        <source>Left-handed only for programs that take the numbers as they are.</source>
        <translation>Linkshändig nur für Programme, die die Zahlen unverändert übernehmen.</translation>
    </message>
    <message>
        <source>GLB is always in metres, Y up, with normal maps green up. Programs turn it when they import it.</source>
        <translation>GLB ist immer in Metern, mit Y nach oben und Normal-Maps mit Grün nach oben. Programme drehen es beim Import.</translation>
    </message>
    <message>
        <source>Up in the result</source>
        <translation>Oben im Ergebnis</translation>
    </message>
    <message>
        <source>Change it if the object lies on its side in the other program.</source>
        <translation>Ändern, wenn das Objekt im anderen Programm auf der Seite liegt.</translation>
    </message>
    <message>
        <source>Front in the result</source>
        <translation>Vorne im Ergebnis</translation>
    </message>
    <message>
        <source>Textures</source>
        <translation>Texturen</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>Maximale Größe</translation>
    </message>
    <message>
        <source>File type</source>
        <translation>Dateityp</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG-Qualität</translation>
    </message>
    <message>
        <source>Normal map</source>
        <translation>Normal-Map</translation>
    </message>
    <message>
        <source>Surface maps</source>
        <translation>Material-Maps</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>Dateinamen</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Mesh</translation>
    </message>
    <message>
        <source>Reduce to</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Triangles to reduce to</source>
        <translation>Anzahl der Dreiecke nach dem Reduzieren</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>Dreiecke</translation>
    </message>
    <message>
        <source>As it is (%1)</source>
        <translation>Unverändert (%1)</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>Unverändert</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Roughness, metallic and occlusion: alone, or as colours of one file.</source>
        <translation>Rauheit, Metallisch und Verdeckung: einzeln, oder als Farben einer Datei.</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Lage</translation>
    </message>
    <message>
        <source>As set in the scene: upright, on the floor, in true size. As the cameras say: fits the cameras in other programs.</source>
        <translation>Wie in der Szene festgelegt: aufrecht, auf dem Boden, in wahrer Größe. Wie die Kameras es sagen: passt zu den Kameras in anderen Programmen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportTexts</name>
    <message>
        <source>OBJ with textures</source>
        <translation>OBJ mit Texturen</translation>
    </message>
    <message>
        <source>PLY</source>
        <translation>PLY</translation>
    </message>
    <message>
        <source>GLB (glTF in one file)</source>
        <translation>GLB (glTF in einer Datei)</translation>
    </message>
    <message>
        <source>Right-handed</source>
        <translation>Rechtshändig</translation>
    </message>
    <message>
        <source>Left-handed (mirrored)</source>
        <translation>Linkshändig (gespiegelt)</translation>
    </message>
    <message>
        <source>Metres</source>
        <translation>Meter</translation>
    </message>
    <message>
        <source>Centimetres</source>
        <translation>Zentimeter</translation>
    </message>
    <message>
        <source>Millimetres</source>
        <translation>Millimeter</translation>
    </message>
    <message>
        <source>Inches</source>
        <translation>Zoll</translation>
    </message>
    <message>
        <source>Feet</source>
        <translation>Fuß</translation>
    </message>
    <message>
        <source>Green up (OpenGL, +Y)</source>
        <translation>Grün oben (OpenGL, +Y)</translation>
    </message>
    <message>
        <source>Green down (DirectX, −Y)</source>
        <translation>Grün unten (DirectX, −Y)</translation>
    </message>
    <message>
        <source>One file each</source>
        <translation>Je eine Datei</translation>
    </message>
    <message>
        <source>ORM: occlusion, roughness, metallic</source>
        <translation>ORM: Verdeckung, Rauheit, Metall</translation>
    </message>
    <message>
        <source>Unity mask map</source>
        <translation>Unity-Mask-Map</translation>
    </message>
    <message>
        <source>name_BaseColor, name_Normal</source>
        <translation>name_BaseColor, name_Normal</translation>
    </message>
    <message>
        <source>name_BaseColor, name_NormalGL / DX</source>
        <translation>name_BaseColor, name_NormalGL / DX</translation>
    </message>
    <message>
        <source>T_name_BC, T_name_N</source>
        <translation>T_name_BC, T_name_N</translation>
    </message>
    <message>
        <source>name_BaseMap, name_Normal</source>
        <translation>name_BaseMap, name_Normal</translation>
    </message>
    <message>
        <source>name_albedo, name_normal</source>
        <translation>name_albedo, name_normal</translation>
    </message>
    <message>
        <source>PNG</source>
        <translation>PNG</translation>
    </message>
    <message>
        <source>JPEG (normal map as PNG)</source>
        <translation>JPEG (Normalen als PNG)</translation>
    </message>
    <message>
        <source>PNG, normal map with 16 bits</source>
        <translation>PNG, Normalen mit 16 Bit</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>Binär</translation>
    </message>
    <message>
        <source>Text (ASCII)</source>
        <translation>Text (ASCII)</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>Preparing the mesh</source>
        <translation>Mesh wird vorbereitet</translation>
    </message>
    <message>
        <source>Writing textures</source>
        <translation>Texturen werden geschrieben</translation>
    </message>
    <message>
        <source>Writing the mesh</source>
        <translation>Mesh wird geschrieben</translation>
    </message>
    <message>
        <source>Moving the files into place</source>
        <translation>Dateien werden an ihren Platz verschoben</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>Web</translation>
    </message>
    <message>
        <source>3D print</source>
        <translation>3D-Druck</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 %4</source>
        <translation>%1 × %2 × %3 %4</translation>
    </message>
    <message>
        <source>Colours at the vertices</source>
        <translation>Farben an den Punkten</translation>
    </message>
    <message>
        <source>As set in the scene</source>
        <translation>Wie in der Szene festgelegt</translation>
    </message>
    <message>
        <source>As the pictures&apos; cameras say</source>
        <translation>Wie die Kameras der Bilder es sagen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::GuideText</name>
    <message>
        <source>%1 × %2 × %3</source>
        <translation>%1 × %2 × %3</translation>
    </message>
    <message>
        <source>1 square = %1</source>
        <translation>1 Kästchen = %1</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ImportReviewPage</name>
    <message>
        <source>Review of the pictures</source>
        <translation>Durchsicht der Bilder</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>Alle Bilder</translation>
    </message>
    <message>
        <source>Used pictures</source>
        <translation>Verwendete Bilder</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>Mit Problemen</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossene</translation>
    </message>
    <message>
        <source>Which pictures are shown</source>
        <translation>Welche Bilder gezeigt werden</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>Name suchen</translation>
    </message>
    <message>
        <source>Find pictures by name</source>
        <translation>Bilder nach Namen suchen</translation>
    </message>
    <message>
        <source>Checking the pictures</source>
        <translation>Bilder werden geprüft</translation>
    </message>
    <message>
        <source>Show masks</source>
        <translation>Masken zeigen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Select or exclude by problem</source>
        <translation>Nach Problem auswählen oder ausschließen</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>Weitere Aktionen</translation>
    </message>
    <message>
        <source>Uses another picture file for this view (R)</source>
        <translation>Verwendet eine andere Bilddatei für diese Ansicht (R)</translation>
    </message>
    <message>
        <source>Use the original picture</source>
        <translation>Ursprüngliches Bild verwenden</translation>
    </message>
    <message>
        <source>Invert all masks</source>
        <translation>Alle Masken umkehren</translation>
    </message>
    <message>
        <source>Include all pictures</source>
        <translation>Alle Bilder verwenden</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Review &quot;%1&quot;</source>
        <translation>Durchsicht von „%1“</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>remarks</comment>
        <translation>
            <numerusform>%n zeigen</numerusform>
            <numerusform>Alle %n zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking %1 of %2</source>
        <translation>%1 von %2 wird geprüft</translation>
    </message>
    <message>
        <source>There are no pictures yet</source>
        <translation>Noch keine Bilder</translation>
    </message>
    <message>
        <source>%1 of 1 picture will be used</source>
        <translation>%1 von 1 Bild wird verwendet</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pictures will be used</source>
        <translation>
            <numerusform>%1 von %n Bild wird verwendet</numerusform>
            <numerusform>%1 von %n Bildern werden verwendet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with errors</source>
        <translation>
            <numerusform>%n mit Fehlern</numerusform>
            <numerusform>%n mit Fehlern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with warnings</source>
        <translation>
            <numerusform>%n mit Warnungen</numerusform>
            <numerusform>%n mit Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n gezeigt</numerusform>
            <numerusform>%n gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Every picture is excluded or unreadable</source>
        <translation>Alle Bilder sind ausgeschlossen oder nicht lesbar</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>Ausschließen</translation>
    </message>
    <message>
        <source>Uses the selected pictures again (Del)</source>
        <translation>Verwendet die ausgewählten Bilder wieder (Entf)</translation>
    </message>
    <message>
        <source>Leaves the selected pictures out (Del)</source>
        <translation>Lässt die ausgewählten Bilder weg (Entf)</translation>
    </message>
    <message>
        <source>Undo invert</source>
        <translation>Umkehren zurücknehmen</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>Maske umkehren</translation>
    </message>
    <message>
        <source>Takes the black part of the mask as the object (I)</source>
        <translation>Nimmt den schwarzen Teil der Maske als Objekt (I)</translation>
    </message>
    <message>
        <source>The selected picture has no mask</source>
        <translation>Das ausgewählte Bild hat keine Maske</translation>
    </message>
    <message>
        <source>The pictures have no masks.</source>
        <translation>Die Bilder haben keine Masken.</translation>
    </message>
    <message>
        <source>Replace &quot;%1&quot; by</source>
        <translation>„%1“ ersetzen durch</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>No problems found so far</source>
        <translation>Bisher keine Probleme gefunden</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>Keine Probleme gefunden</translation>
    </message>
    <message>
        <source>Select: %1 (%2)</source>
        <comment>problem, number of pictures</comment>
        <translation>Auswählen: %1 (%2)</translation>
    </message>
    <message>
        <source>Exclude: %1 (%2)</source>
        <comment>problem, number of pictures</comment>
        <translation>Ausschließen: %1 (%2)</translation>
    </message>
    <message>
        <source>Reading the pictures…</source>
        <translation>Bilder werden gelesen&#xa0;…</translation>
    </message>
    <message>
        <source>Replace picture…</source>
        <translation>Bild ersetzen&#xa0;…</translation>
    </message>
    <message>
        <source>Taking frames from the video: %1 %</source>
        <translation>Bilder werden aus dem Video geholt: %1 %</translation>
    </message>
    <message>
        <source>Tints what does not belong to the object (Shift+M)</source>
        <translation>Tönt, was nicht zum Objekt gehört (Umschalt+M)</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>Maske bearbeiten</translation>
    </message>
    <message>
        <source>Paints what belongs to the object in this picture (M)</source>
        <translation>Malt, was in diesem Bild zum Objekt gehört (M)</translation>
    </message>
    <message>
        <source>Make masks</source>
        <translation>Masken erstellen</translation>
    </message>
    <message>
        <source>Finds the object in all pictures that have no mask of their own; a run does it by itself if it is not done here</source>
        <translation>Findet das Objekt in allen Bildern ohne eigene Maske; ein Lauf tut es von selbst, wenn es hier nicht geschieht</translation>
    </message>
    <message>
        <source>The table belongs to the object</source>
        <translation>Der Tisch gehört zum Objekt</translation>
    </message>
    <message>
        <source>Automatic masks keep what the object stands on; else it is taken away</source>
        <translation>Automatische Masken behalten, worauf das Objekt steht; sonst wird es entfernt</translation>
    </message>
    <message>
        <source>Import masks…</source>
        <translation>Masken importieren…</translation>
    </message>
    <message>
        <source>Export masks…</source>
        <translation>Masken exportieren…</translation>
    </message>
    <message>
        <source>Use the set&apos;s own masks</source>
        <translation>Eigene Masken des Satzes verwenden</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>More about masks</source>
        <translation>Mehr zu Masken</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>Masken werden erstellt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop making masks</source>
        <translation>Erstellen der Masken abbrechen</translation>
    </message>
    <message>
        <source>Frames of the video</source>
        <translation>Bilder aus dem Video</translation>
    </message>
    <message>
        <source>by its length</source>
        <translation>nach seiner Länge</translation>
    </message>
    <message>
        <source>How many pictures are taken of the video, evenly spread; cameras, masks and choices that belong to the earlier ones go, and Undo brings them back</source>
        <translation>Wie viele Bilder gleichmäßig verteilt aus dem Video genommen werden; Kameras, Masken und Entscheidungen zu den früheren entfallen, Rückgängig bringt sie zurück</translation>
    </message>
    <message>
        <source>Keep edited masks</source>
        <translation>Bearbeitete Masken behalten</translation>
    </message>
    <message>
        <source>Making masks leaves those alone that were painted or imported; else it makes all of them anew</source>
        <translation>Beim Erzeugen bleiben gemalte und importierte Masken unberührt; sonst werden alle neu erzeugt</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::InspectPanel</name>
    <message>
        <source>Inspection</source>
        <translation>Begutachtung</translation>
    </message>
    <message>
        <source>No mesh yet.</source>
        <translation>Noch kein Mesh.</translation>
    </message>
    <message>
        <source>%1°</source>
        <translation>%1°</translation>
    </message>
    <message>
        <source>This result has no recovered light; the studio light is shown instead.</source>
        <translation>Dieses Ergebnis hat kein rekonstruiertes Licht; stattdessen wird das Studiolicht gezeigt.</translation>
    </message>
    <message>
        <source>%1: %2 × %3 pixels</source>
        <translation>%1: %2 × %3 Pixel</translation>
    </message>
    <message>
        <source>Mean difference %1 %</source>
        <translation>Mittlere Differenz %1 %</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Wird gezählt&#xa0;…</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>The surface is closed and sound.</source>
        <translation>Die Oberfläche ist geschlossen und einwandfrei.</translation>
    </message>
    <message>
        <source>Some edges or points are shared by too many triangles.</source>
        <translation>Einige Kanten oder Punkte gehören zu vielen Dreiecken gemeinsam.</translation>
    </message>
    <message>
        <source>The surface is open: fill its holes before printing it.</source>
        <translation>Die Oberfläche ist offen: vor dem Drucken die Löcher füllen.</translation>
    </message>
    <message>
        <source>Open or close this section</source>
        <translation>Diesen Abschnitt auf- oder zuklappen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>All maps under the light</source>
        <translation>Alle Texturen unter dem Licht</translation>
    </message>
    <message>
        <source>White is rough, black is glossy</source>
        <translation>Weiß ist rau, Schwarz glänzt</translation>
    </message>
    <message>
        <source>White is metal</source>
        <translation>Weiß ist Metall</translation>
    </message>
    <message>
        <source>Where the mesh&apos;s surface faces</source>
        <translation>Wohin die Oberfläche des Meshs zeigt</translation>
    </message>
    <message>
        <source>How the texture lies on the surface</source>
        <translation>Wie die Textur auf der Oberfläche liegt</translation>
    </message>
    <message>
        <source>Shape and hollows under an even light</source>
        <translation>Form und Vertiefungen unter gleichmäßigem Licht</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Wireframe over it</source>
        <translation>Drahtgitter darüber</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Licht</translation>
    </message>
    <message>
        <source>Rotation of the light in degrees</source>
        <translation>Drehung des Lichts in Grad</translation>
    </message>
    <message>
        <source>Exposure in tenths of a stop</source>
        <translation>Belichtung in Zehntel-Blendenstufen</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>Belichtung</translation>
    </message>
    <message>
        <source>Show the light behind the object</source>
        <translation>Licht hinter dem Objekt zeigen</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Hilfslinien</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>Box with size</source>
        <translation>Quader mit Maßen</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Look through the camera</source>
        <translation>Durch die Kamera blicken</translation>
    </message>
    <message>
        <source>The mesh alone</source>
        <translation>Das Mesh allein</translation>
    </message>
    <message>
        <source>How far they are apart, 4 times stronger</source>
        <translation>Wie weit sie auseinanderliegen, 4-fach verstärkt</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Mesh</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>Dreiecke</translation>
    </message>
    <message>
        <source>Vertices</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>Einzelteile</translation>
    </message>
    <message>
        <source>Parts that touch nowhere</source>
        <translation>Teile, die sich nirgends berühren</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>Löcher</translation>
    </message>
    <message>
        <source>Open borders of the surface</source>
        <translation>Offene Ränder der Oberfläche</translation>
    </message>
    <message>
        <source>Non-manifold edges</source>
        <translation>Nicht mannigfaltige Kanten</translation>
    </message>
    <message>
        <source>Edges of more than two triangles, or of two that face different ways</source>
        <translation>Kanten von mehr als zwei Dreiecken, oder von zweien, die in verschiedene Richtungen zeigen</translation>
    </message>
    <message>
        <source>Whether it has no open border</source>
        <translation>Ob es keinen offenen Rand hat</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>Textur</translation>
    </message>
    <message>
        <source>Size of the maps in pixels</source>
        <translation>Größe der Texturen in Pixeln</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Width, depth and height</source>
        <translation>Breite, Tiefe und Höhe</translation>
    </message>
    <message>
        <source>Scores of the run</source>
        <translation>Bewertung der Berechnung</translation>
    </message>
    <message>
        <source>The light found in the pictures, or an even studio light</source>
        <translation>Das in den Bildern gefundene Licht oder ein gleichmäßiges Studiolicht</translation>
    </message>
    <message>
        <source>The colour of the surface without light</source>
        <translation>Die Farbe der Oberfläche ohne Licht</translation>
    </message>
    <message>
        <source>The normal map&apos;s own colours</source>
        <translation>Die Farben der Normal-Map selbst</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>No pictures with cameras.</source>
        <translation>Keine Bilder mit Kameras.</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>The picture alone</source>
        <translation>Das Bild allein</translation>
    </message>
    <message>
        <source>The picture left of a line that you can drag</source>
        <translation>Das Bild links von einer Linie, die sich ziehen lässt</translation>
    </message>
    <message>
        <source>Picture and render by turns</source>
        <translation>Bild und Rendering im Wechsel</translation>
    </message>
    <message>
        <source>Compare with the picture</source>
        <translation>Mit dem Bild vergleichen</translation>
    </message>
    <message>
        <source>Expanded</source>
        <translation>Aufgeklappt</translation>
    </message>
    <message>
        <source>Collapsed</source>
        <translation>Zugeklappt</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <source>Striped where no photo showed the surface: guessed</source>
        <translation>Gestreift, wo kein Foto die Oberfläche zeigt: geraten</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::JobQueue</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird gestoppt</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>Wird abgeschlossen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Finished early</source>
        <translation>Vorzeitig abgeschlossen</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation>Abgestürzt</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1, %2: %3</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 nach %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: the one before gave no result</source>
        <translation>%1: Der Auftrag davor ergab kein Ergebnis</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LicenceDialog</name>
    <message>
        <source>Licences of the weights</source>
        <translation>Lizenzen der Gewichte</translation>
    </message>
    <message>
        <source>These networks belong to others, who say what may be done with them and with what they make. Read their terms; they are fetched if you agree.</source>
        <translation>Diese Netze gehören anderen, die bestimmen, was mit ihnen und ihren Ergebnissen geschehen darf. Lesen Sie die Bedingungen; geholt wird, wenn Sie zustimmen.</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>Zustimmen und weiter</translation>
    </message>
    <message>
        <source>Not for commercial use.</source>
        <translation>Nicht für gewerblichen Gebrauch.</translation>
    </message>
    <message>
        <source>I have read these terms and agree</source>
        <translation>Ich habe diese Bedingungen gelesen und stimme zu</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LogView</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>What the run reports appears here.</source>
        <translation>Hier erscheint, was die Berechnung meldet.</translation>
    </message>
    <message>
        <source>Lines to show</source>
        <translation>Angezeigte Zeilen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Sho&amp;w:</source>
        <translation>Zei&amp;gen:</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>K&amp;opieren</translation>
    </message>
    <message>
        <source>Copies the selected lines, or all that are shown.</source>
        <translation>Kopiert die ausgewählten Zeilen, oder alle gezeigten.</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>&amp;Leeren</translation>
    </message>
    <message>
        <source>Empties this view. The log file keeps everything.</source>
        <translation>Leert diese Ansicht. Die Protokolldatei behält alles.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LossPlot</name>
    <message>
        <source>Error over the steps of the run</source>
        <translation>Fehler über die Schritte der Berechnung</translation>
    </message>
    <message>
        <source>The curve appears when a run begins.</source>
        <translation>Die Kurve erscheint, wenn eine Berechnung beginnt.</translation>
    </message>
    <message>
        <source>Steps (logarithmic height)</source>
        <translation>Schritte (logarithmische Höhe)</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>Noch nichts gemessen.</translation>
    </message>
    <message>
        <source>How far the mesh is from the pictures. Lower is better.</source>
        <translation>Wie weit das Mesh von den Bildern entfernt ist. Kleiner ist besser.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MainMenus</name>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>Noch nichts</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>Ordner mit Bildern öffnen</translation>
    </message>
    <message>
        <source>Open pictures or a transforms file</source>
        <translation>Bilder oder eine Transforms-Datei öffnen</translation>
    </message>
    <message>
        <source>Pictures and transforms files (%1)</source>
        <translation>Bilder und Transforms-Dateien (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>About Bozzetto</source>
        <translation>Über Bozzetto</translation>
    </message>
    <message>
        <source>Pictures in, a textured mesh out.&lt;br&gt;Apache License 2.0.&lt;br&gt;&lt;br&gt;Made with Qt %1 (LGPL), VTK (BSD), LibTorch (BSD), OpenCV (Apache) and other free libraries, which are listed with their licences in packaging/licences.</source>
        <translation>Aus Bildern ein texturiertes Mesh.&lt;br&gt;Apache-Lizenz 2.0.&lt;br&gt;&lt;br&gt;Erstellt mit Qt %1 (LGPL), VTK (BSD), LibTorch (BSD), OpenCV (Apache) und weiteren freien Bibliotheken, die mit ihren Lizenzen in packaging/licences aufgeführt sind.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New project</source>
        <translation>&amp;Neues Projekt</translation>
    </message>
    <message>
        <source>&amp;Open folder of pictures…</source>
        <translation>Bilder&amp;ordner öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open p&amp;ictures…</source>
        <translation>B&amp;ilder öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>&amp;Projekt öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>Projekt &amp;speichern</translation>
    </message>
    <message>
        <source>Save project &amp;as…</source>
        <translation>Projekt speichern &amp;unter&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Export mesh…</source>
        <translation>Mesh &amp;exportieren&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>Projekt s&amp;chließen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Paste pictures</source>
        <translation>Bilder ein&amp;fügen</translation>
    </message>
    <message>
        <source>P&amp;references…</source>
        <translation>&amp;Einstellungen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>Be&amp;rechnen</translation>
    </message>
    <message>
        <source>&amp;Add to queue</source>
        <translation>&amp;Zur Warteschlange hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>&amp;Stoppen</translation>
    </message>
    <message>
        <source>&amp;Finish now</source>
        <translation>&amp;Jetzt abschließen</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>&amp;Bedienfelder</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>&amp;Protokollordner öffnen</translation>
    </message>
    <message>
        <source>&amp;About Bozzetto</source>
        <translation>&amp;Über Bozzetto</translation>
    </message>
    <message>
        <source>Use cameras from another program</source>
        <translation>Kameras aus einem anderen Programm verwenden</translation>
    </message>
    <message>
        <source>Camera files (%1)</source>
        <translation>Kameradateien (%1)</translation>
    </message>
    <message>
        <source>&amp;Weights of the networks…</source>
        <translation>&amp;Gewichte der Netze…</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MainWindow</name>
    <message>
        <source>The mesh is ready.</source>
        <translation>Das Mesh ist fertig.</translation>
    </message>
    <message>
        <source>The mesh is ready</source>
        <translation>Das Mesh ist fertig</translation>
    </message>
    <message>
        <source>The run failed</source>
        <translation>Die Berechnung ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>A run is going on.</source>
        <translation>Eine Berechnung läuft.</translation>
    </message>
    <message>
        <source>open some pictures first</source>
        <translation>zuerst Bilder öffnen</translation>
    </message>
    <message>
        <source>there is no mesh yet</source>
        <translation>es gibt noch kein Mesh</translation>
    </message>
    <message>
        <source>there is no finished mesh yet</source>
        <translation>es gibt noch kein fertiges Mesh</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>%1 exportiert</translation>
    </message>
    <message>
        <source>Reconstruct</source>
        <translation>Rekonstruieren</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>Begutachten</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>A run is going on. Stop it first.</source>
        <translation>Eine Berechnung läuft. Sie zuerst stoppen.</translation>
    </message>
    <message>
        <source>Reconstructing a mesh</source>
        <translation>Ein Mesh wird rekonstruiert</translation>
    </message>
    <message>
        <source>%1 with %2, started %3</source>
        <comment>run, engine, time</comment>
        <translation>%1 mit %2, gestartet %3</translation>
    </message>
    <message>
        <source>The project is read-only. %1</source>
        <translation>Das Projekt ist schreibgeschützt. %1</translation>
    </message>
    <message>
        <source>Save it under another name to keep changes.</source>
        <translation>Unter einem anderen Namen speichern, um Änderungen zu behalten.</translation>
    </message>
    <message>
        <source>The run begins when the cameras are found.</source>
        <translation>Der Lauf beginnt, sobald die Kameras gefunden sind.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskController</name>
    <message>
        <source>Keep the table</source>
        <translation>Tisch behalten</translation>
    </message>
    <message>
        <source>Leave the table out</source>
        <translation>Tisch weglassen</translation>
    </message>
    <message>
        <source>Use the set&apos;s own masks</source>
        <translation>Eigene Masken des Satzes verwenden</translation>
    </message>
    <message>
        <source>Edit masks</source>
        <translation>Masken bearbeiten</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>Masken werden erstellt</translation>
    </message>
    <message>
        <source>No masks were made.</source>
        <translation>Es wurden keine Masken erstellt.</translation>
    </message>
    <message>
        <source>Every picture has a mask of its own.</source>
        <translation>Jedes Bild hat eine eigene Maske.</translation>
    </message>
    <message>
        <source>Make masks</source>
        <translation>Masken erstellen</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were made. Undo brings the earlier ones back.</source>
        <translation>
            <numerusform>%n Maske wurde erstellt. Rückgängig bringt die frühere zurück.</numerusform>
            <numerusform>%n Masken wurden erstellt. Rückgängig bringt die früheren zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remarks are in the log.</source>
        <translation>
            <numerusform>%n Bemerkung steht im Protokoll.</numerusform>
            <numerusform>%n Bemerkungen stehen im Protokoll.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder of masks</source>
        <translation>Ordner mit Masken wählen</translation>
    </message>
    <message>
        <source>Import masks</source>
        <translation>Masken importieren</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were imported.</source>
        <translation>
            <numerusform>%n Maske wurde importiert.</numerusform>
            <numerusform>%n Masken wurden importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export masks</source>
        <translation>Masken exportieren</translation>
    </message>
    <message>
        <source>Named and coloured as this program wants them:</source>
        <translation>Benannt und gefärbt, wie dieses Programm es braucht:</translation>
    </message>
    <message>
        <source>Choose the folder for the masks</source>
        <translation>Ordner für die Masken wählen</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were written to %1.</source>
        <translation>
            <numerusform>%n Maske wurde nach %1 geschrieben.</numerusform>
            <numerusform>%n Masken wurden nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>The edited masks cannot be copied, so no masks were made.</source>
        <translation>Die bearbeiteten Masken lassen sich nicht kopieren, daher wurden keine Masken erzeugt.</translation>
    </message>
    <message>
        <source>Make room on the disk.</source>
        <translation>Schaffen Sie Platz auf dem Datenträger.</translation>
    </message>
    <message numerus="yes">
        <source>%n edited ones were kept.</source>
        <translation>
            <numerusform>%n bearbeitete wurde behalten.</numerusform>
            <numerusform>%n bearbeitete wurden behalten.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskEditor</name>
    <message>
        <source>Reading the picture…</source>
        <translation>Das Bild wird gelesen…</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>Pinselstrich</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Radieren</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what was done to a mask, name of the picture</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>Nichts hat sich geändert.</translation>
    </message>
    <message>
        <source>%1, all pictures</source>
        <comment>what is done to masks</comment>
        <translation>%1, alle Bilder</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n pictures)</source>
        <comment>what was done to masks</comment>
        <translation>
            <numerusform>%1 (%n Bild)</numerusform>
            <numerusform>%1 (%n Bilder)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n masks changed</source>
        <comment>what was done</comment>
        <translation>
            <numerusform>%1: %n Maske geändert</numerusform>
            <numerusform>%1: %n Masken geändert</numerusform>
        </translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>Masken</translation>
    </message>
    <message>
        <source>Mask of %1 (%2 of %3)</source>
        <comment>name, number, count</comment>
        <translation>Maske von %1 (%2 von %3)</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>Wiederholen: %1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>width and height in pixels</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>object %1 %</source>
        <translation>Objekt %1 %</translation>
    </message>
    <message>
        <source>no mask yet: paint the object</source>
        <translation>noch keine Maske: das Objekt malen</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>wird gespeichert…</translation>
    </message>
    <message>
        <source>Mask editor</source>
        <translation>Maskeneditor</translation>
    </message>
    <message>
        <source>Picture with its mask</source>
        <translation>Bild mit seiner Maske</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Back to the pictures; masks are saved as they are painted</source>
        <translation>Zurück zu den Bildern; Masken werden beim Malen gespeichert</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Previous picture (Page up or A)</source>
        <translation>Voriges Bild (Bild auf oder A)</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Next picture (Page down or D)</source>
        <translation>Nächstes Bild (Bild ab oder D)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskImportDialog</name>
    <message>
        <source>Import masks</source>
        <translation>Masken importieren</translation>
    </message>
    <message numerus="yes">
        <source>Masks for %1 of %n pictures, named like %2.</source>
        <translation>
            <numerusform>Masken für %1 von %n Bild, benannt wie %2.</numerusform>
            <numerusform>Masken für %1 von %n Bildern, benannt wie %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>In these masks</source>
        <translation>In diesen Masken</translation>
    </message>
    <message>
        <source>white is the object</source>
        <translation>ist Weiß das Objekt</translation>
    </message>
    <message>
        <source>black is the object</source>
        <translation>ist Schwarz das Objekt</translation>
    </message>
    <message>
        <source>Pictures and their masks</source>
        <translation>Bilder und ihre Masken</translation>
    </message>
    <message>
        <source>Picture with its mask</source>
        <translation>Bild mit seiner Maske</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>The masks do not say which: look at the picture.</source>
        <translation>Die Masken sagen es nicht: Sehen Sie sich das Bild an.</translation>
    </message>
    <message>
        <source>%1 % of the masks looked at say so.</source>
        <translation>%1 % der geprüften Masken sprechen dafür.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>picture, its mask</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: no mask</source>
        <translation>%1: keine Maske</translation>
    </message>
    <message>
        <source>%1: belongs to no picture</source>
        <translation>%1: gehört zu keinem Bild</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>file, what is wrong</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskPanel</name>
    <message>
        <source>Draw over the object, and over the ground with the right button; then refine. What is visible is worked on: zoom in for fine detail.</source>
        <translation>Über das Objekt malen, mit der rechten Taste über den Hintergrund; dann verfeinern. Bearbeitet wird, was zu sehen ist: für Feinheiten hineinzoomen.</translation>
    </message>
    <message>
        <source>Click on an even part of the object; on one of the ground with the right button.</source>
        <translation>Auf eine gleichmäßige Stelle des Objekts klicken, mit der rechten Taste auf eine des Hintergrunds.</translation>
    </message>
    <message>
        <source>Draw around the object; the right button takes away what is inside.</source>
        <translation>Um das Objekt herum ziehen; die rechte Taste nimmt weg, was darin liegt.</translation>
    </message>
    <message>
        <source>The right button does the opposite. The wheel zooms, with Ctrl it changes the size; the space bar moves the picture.</source>
        <translation>Die rechte Taste tut das Gegenteil. Das Rad zoomt, mit Strg ändert es die Größe; die Leertaste verschiebt das Bild.</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>Löcher füllen</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>Erweitern</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>Glätten</translation>
    </message>
    <message>
        <source>Cut border parts</source>
        <comment>of a mask: remove what touches the picture&apos;s border</comment>
        <translation>Randteile weg</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Fill all</source>
        <translation>Alles füllen</translation>
    </message>
    <message>
        <source>Mask tools</source>
        <translation>Maskenwerkzeuge</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Tool settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Whole mask</source>
        <translation>Ganze Maske</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>Paints what belongs to the object</source>
        <translation>Malt, was zum Objekt gehört</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>Radierer</translation>
    </message>
    <message>
        <source>Takes away what does not belong to the object</source>
        <translation>Nimmt weg, was nicht zum Objekt gehört</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>Füllen</translation>
    </message>
    <message>
        <source>Fills what has about the same colour</source>
        <translation>Füllt, was etwa dieselbe Farbe hat</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>Rechteck</translation>
    </message>
    <message>
        <source>Fills a rectangle</source>
        <translation>Füllt ein Rechteck</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>Lasso</translation>
    </message>
    <message>
        <source>Fills what is drawn around</source>
        <translation>Füllt, was umfahren wird</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>Verfeinern</translation>
    </message>
    <message>
        <source>Finds the outline from a few strokes</source>
        <translation>Findet den Umriss aus wenigen Strichen</translation>
    </message>
    <message>
        <source>Object and ground change places</source>
        <translation>Objekt und Hintergrund tauschen</translation>
    </message>
    <message>
        <source>What the object encloses belongs to it</source>
        <translation>Was das Objekt umschließt, gehört dazu</translation>
    </message>
    <message>
        <source>Moves the outline out by the amount below</source>
        <translation>Rückt den Umriss um das Maß unten nach außen</translation>
    </message>
    <message>
        <source>Moves the outline in by the amount below</source>
        <translation>Rückt den Umriss um das Maß unten nach innen</translation>
    </message>
    <message>
        <source>Rounds the outline by the amount below; hairs go</source>
        <translation>Rundet den Umriss um das Maß unten; Haare verschwinden</translation>
    </message>
    <message>
        <source>Takes away every part that touches the border</source>
        <translation>Nimmt jeden Teil weg, der den Rand berührt</translation>
    </message>
    <message>
        <source>Nothing belongs to the object</source>
        <translation>Nichts gehört zum Objekt</translation>
    </message>
    <message>
        <source>Everything belongs to the object</source>
        <translation>Alles gehört zum Objekt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source> px</source>
        <comment>pixels</comment>
        <translation> px</translation>
    </message>
    <message>
        <source>Diameter in pixels of the picture; [ and ] or Ctrl and the wheel</source>
        <translation>Durchmesser in Bildpunkten; [ und ] oder Strg und Rad</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>Pinselgröße</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>Weichheit</translation>
    </message>
    <message>
        <source>Softness of the brush</source>
        <translation>Weichheit des Pinsels</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Toleranz</translation>
    </message>
    <message>
        <source>How far a colour may differ, of 255</source>
        <translation>Wie weit eine Farbe abweichen darf, von 255</translation>
    </message>
    <message>
        <source>Tolerance of the fill</source>
        <translation>Toleranz beim Füllen</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Amount for grow, shrink and smooth</source>
        <translation>Maß für Erweitern, Verkleinern und Glätten</translation>
    </message>
    <message>
        <source>Refine now</source>
        <translation>Jetzt verfeinern</translation>
    </message>
    <message>
        <source>Clear strokes</source>
        <translation>Striche löschen</translation>
    </message>
    <message>
        <source>Apply to all pictures</source>
        <translation>Auf alle Bilder anwenden</translation>
    </message>
    <message>
        <source>Ground tinted</source>
        <translation>Hintergrund getönt</translation>
    </message>
    <message>
        <source>Object cut out</source>
        <translation>Objekt freigestellt</translation>
    </message>
    <message>
        <source>Mask alone</source>
        <translation>Nur Maske</translation>
    </message>
    <message>
        <source>Picture alone</source>
        <translation>Nur Bild</translation>
    </message>
    <message>
        <source>How the mask is shown</source>
        <translation>Wie die Maske gezeigt wird</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>Deckkraft</translation>
    </message>
    <message>
        <source>Opacity of the tint</source>
        <translation>Deckkraft der Tönung</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>Umriss</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>Farbe…</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryChip</name>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>Memory %1</source>
        <translation>Speicher %1</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>Fast voll</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryGraph</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Predicted peak</source>
        <translation>Vorhergesagter Höchstwert</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryPanel</name>
    <message>
        <source>No CUDA GPU: running on the CPU</source>
        <translation>Keine CUDA-GPU: Berechnung auf der CPU</translation>
    </message>
    <message>
        <source>There is an NVIDIA driver, but it finds no GPU.</source>
        <translation>Ein NVIDIA-Treiber ist vorhanden, findet aber keine GPU.</translation>
    </message>
    <message>
        <source>One GPU</source>
        <translation>Eine GPU</translation>
    </message>
    <message numerus="yes">
        <source>%n GPUs</source>
        <translation>
            <numerusform>%n GPU</numerusform>
            <numerusform>%n GPUs</numerusform>
        </translation>
    </message>
    <message>
        <source>Driver %1, CUDA %2</source>
        <translation>Treiber %1, CUDA %2</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver reports an error: %1</source>
        <translation>Der Treiber der GPU meldet einen Fehler: %1</translation>
    </message>
    <message>
        <source>Runs on the CPU still work. Restarting the computer often helps.</source>
        <translation>Berechnungen auf der CPU gehen weiterhin. Ein Neustart des Computers hilft oft.</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver does not answer</source>
        <translation>Der Treiber der GPU antwortet nicht</translation>
    </message>
    <message>
        <source>The figures of the GPUs are the last ones known. Runs on the CPU still work.</source>
        <translation>Die Werte der GPUs sind die zuletzt bekannten. Berechnungen auf der CPU gehen weiterhin.</translation>
    </message>
    <message>
        <source>The GPU is gone</source>
        <translation>Die GPU ist nicht mehr da</translation>
    </message>
    <message>
        <source>The GPU is gone: %1</source>
        <translation>Die GPU ist nicht mehr da: %1</translation>
    </message>
    <message>
        <source>Was it unplugged, or its driver replaced? Runs on the CPU still work.</source>
        <translation>Wurde sie entfernt oder ihr Treiber ersetzt? Berechnungen auf der CPU gehen weiterhin.</translation>
    </message>
    <message>
        <source>%1 of %2 used (%3 %)</source>
        <translation>%1 von %2 belegt (%3 %)</translation>
    </message>
    <message>
        <source>Nearly full: close other programs before a run.</source>
        <translation>Fast voll: vor einer Berechnung andere Programme schließen.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Looking for GPUs…</source>
        <translation>GPUs werden gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>%1 (compute capability %2)</source>
        <translation>%1 (Compute Capability %2)</translation>
    </message>
    <message>
        <source>A GPU without a name</source>
        <translation>Eine GPU ohne Namen</translation>
    </message>
    <message>
        <source>No figures: %1</source>
        <translation>Keine Werte: %1</translation>
    </message>
    <message>
        <source>, %1 % busy</source>
        <translation>, zu %1 % ausgelastet</translation>
    </message>
    <message>
        <source>This job: %1</source>
        <translation>Dieser Auftrag: %1</translation>
    </message>
    <message>
        <source>This job: not available</source>
        <translation>Dieser Auftrag: nicht verfügbar</translation>
    </message>
    <message>
        <source>Main memory (as far as this session may use it)</source>
        <translation>Arbeitsspeicher (soweit diese Sitzung ihn nutzen darf)</translation>
    </message>
    <message>
        <source>Main memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::NoticeBar</name>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>Was schiefgegangen ist</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Was zu tun ist</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::Notifier</name>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PhotoCompare</name>
    <message>
        <source>Render</source>
        <translation>Rendering</translation>
    </message>
    <message>
        <source>Mean difference %1 %, shown 4 times stronger</source>
        <translation>Mittlere Differenz %1 %, 4-fach verstärkt gezeigt</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen&#xa0;…</translation>
    </message>
    <message>
        <source>Reading the picture…</source>
        <translation>Bild wird gelesen&#xa0;…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PhotoStrip</name>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Choose a picture to look from its camera</source>
        <translation>Ein Bild auswählen, um aus seiner Kamera zu blicken</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureDelegate</name>
    <message>
        <source>Excluded</source>
        <translation>Ausgeschlossen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureDetails</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>From transparency</source>
        <translation>Aus der Transparenz</translation>
    </message>
    <message>
        <source>From depth</source>
        <translation>Aus der Tiefe</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>%1, %2 of the picture</source>
        <comment>where a mask comes from, its share</comment>
        <translation>%1, %2 des Bildes</translation>
    </message>
    <message>
        <source>Selected picture</source>
        <translation>Ausgewähltes Bild</translation>
    </message>
    <message>
        <source>What is known about the picture</source>
        <translation>Was über das Bild bekannt ist</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Select a picture to see what is known about it.</source>
        <translation>Ein Bild auswählen, um zu sehen, was darüber bekannt ist.</translation>
    </message>
    <message>
        <source>Preview of %1</source>
        <translation>Vorschau von %1</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures selected</source>
        <translation>
            <numerusform>%n Bild ausgewählt</numerusform>
            <numerusform>%n Bilder ausgewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maske</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>%1 of the object</source>
        <translation>%1 des Objekts</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Kamera</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>Bekannt</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>Schärfe</translation>
    </message>
    <message>
        <source>%1 of the usual</source>
        <translation>%1 des Üblichen</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>Helligkeit</translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation>Überbelichtet</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>Schwarz</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureModel</name>
    <message>
        <source>excluded</source>
        <translation>ausgeschlossen</translation>
    </message>
    <message>
        <source>mask inverted by you</source>
        <translation>Maske von Hand umgekehrt</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PicturePreview</name>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>Dieses Bild kann nicht gezeigt werden.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Language and spacing change fully after a restart.</source>
        <translation>Sprache und Abstände ändern sich vollständig erst nach einem Neustart.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Size of texts and controls</source>
        <translation>Größe von Texten und Bedienelementen</translation>
    </message>
    <message>
        <source>Millimetres</source>
        <translation>Millimeter</translation>
    </message>
    <message>
        <source>Centimetres</source>
        <translation>Zentimeter</translation>
    </message>
    <message>
        <source>Metres</source>
        <translation>Meter</translation>
    </message>
    <message>
        <source>Inches</source>
        <translation>Zoll</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>Längen</translation>
    </message>
    <message>
        <source>Simple: drag to orbit</source>
        <translation>Einfach: Ziehen dreht</translation>
    </message>
    <message>
        <source>Blender: middle button orbits</source>
        <translation>Blender: Mittlere Taste dreht</translation>
    </message>
    <message>
        <source>Maya: Alt and left button orbit</source>
        <translation>Maya: Alt und linke Taste drehen</translation>
    </message>
    <message>
        <source>Mouse in the viewport</source>
        <translation>Maus in der 3D-Ansicht</translation>
    </message>
    <message>
        <source>New runs</source>
        <translation>Neue Berechnungen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>Alle (%1)</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Tell me when a run has ended</source>
        <translation>Melden, wenn eine Berechnung zu Ende ist</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose the folder of the cache</source>
        <translation>Ordner des Cache auswählen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Folder of the cache</source>
        <translation>Ordner des Cache</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Clear the cache</source>
        <translation>Cache leeren</translation>
    </message>
    <message>
        <source>Ask again what was answered with &quot;Remember my answer&quot;</source>
        <translation>Wieder fragen, was mit „Antwort merken“ beantwortet wurde</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1 (nicht vorhanden)</translation>
    </message>
    <message>
        <source>No remembered answers</source>
        <translation>Keine gemerkten Antworten</translation>
    </message>
    <message>
        <source>Forget the remembered answer</source>
        <translation>Gemerkte Antwort vergessen</translation>
    </message>
    <message numerus="yes">
        <source>Forget %n remembered answers</source>
        <translation>
            <numerusform>%n gemerkte Antwort vergessen</numerusform>
            <numerusform>%n gemerkte Antworten vergessen</numerusform>
        </translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Wird gemessen&#xa0;…</translation>
    </message>
    <message>
        <source>Clearing…</source>
        <translation>Wird geleert&#xa0;…</translation>
    </message>
    <message>
        <source>Some files could not be deleted.</source>
        <translation>Einige Dateien konnten nicht gelöscht werden.</translation>
    </message>
    <message>
        <source>Thumbnails are made anew when they are needed</source>
        <translation>Vorschaubilder werden bei Bedarf neu erzeugt</translation>
    </message>
    <message>
        <source>%1 of thumbnails</source>
        <translation>%1 an Vorschaubildern</translation>
    </message>
    <message>
        <source>Find cameras by itself</source>
        <translation>Kameras von selbst suchen</translation>
    </message>
    <message>
        <source>Begins as soon as pictures without cameras are opened, in the background</source>
        <translation>Beginnt im Hintergrund, sobald Bilder ohne Kameras geöffnet werden</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PresetChooser</name>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProgressPanel</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>Es läuft nichts</translation>
    </message>
    <message>
        <source>Press Run to start. You can watch the mesh form, pause at any time, and stop without losing what is done.</source>
        <translation>„Berechnen“ startet. Das Entstehen des Meshs lässt sich verfolgen, jederzeit anhalten und stoppen, ohne Fertiges zu verlieren.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProjectController</name>
    <message>
        <source>Saved %1</source>
        <translation>%1 gespeichert</translation>
    </message>
    <message>
        <source>Stopping is safe: the run can be continued later from where it was stopped.</source>
        <translation>Stoppen ist gefahrlos: Die Berechnung kann später dort fortgesetzt werden, wo sie gestoppt wurde.</translation>
    </message>
    <message>
        <source>&amp;Stop the run</source>
        <translation>Berechnung &amp;stoppen</translation>
    </message>
    <message>
        <source>&amp;Keep it running</source>
        <translation>&amp;Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Results of a project that was never saved go to the trash.</source>
        <translation>Ergebnisse eines nie gespeicherten Projekts kommen in den Papierkorb.</translation>
    </message>
    <message>
        <source>Without saving, the changes since the last time are lost.</source>
        <translation>Ohne Speichern gehen die Änderungen seit dem letzten Mal verloren.</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Do not save</source>
        <translation>&amp;Nicht speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>Projekt speichern</translation>
    </message>
    <message>
        <source>Bozzetto project (*.bozzetto)</source>
        <translation>Bozzetto-Projekt (*.bozzetto)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>Projekt öffnen</translation>
    </message>
    <message>
        <source>Save the changes to &quot;%1&quot;?</source>
        <translation>Änderungen an „%1“ speichern?</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProjectDocument</name>
    <message>
        <source>Untitled</source>
        <translation>Unbenannt</translation>
    </message>
    <message>
        <source>The project has no name yet.</source>
        <translation>Das Projekt hat noch keinen Namen.</translation>
    </message>
    <message>
        <source>The project is read-only. %1</source>
        <translation>Das Projekt ist schreibgeschützt. %1</translation>
    </message>
    <message>
        <source>Save it under a name of your choice.</source>
        <translation>Unter einem eigenen Namen speichern.</translation>
    </message>
    <message numerus="yes">
        <source>Invert %n masks</source>
        <translation>
            <numerusform>%n Maske umkehren</numerusform>
            <numerusform>%n Masken umkehren</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back %1</source>
        <translation>%1 zurücknehmen</translation>
    </message>
    <message>
        <source>Replace %1</source>
        <translation>%1 ersetzen</translation>
    </message>
    <message>
        <source>Choose engine</source>
        <translation>Engine auswählen</translation>
    </message>
    <message>
        <source>Choose preset</source>
        <translation>Voreinstellung auswählen</translation>
    </message>
    <message>
        <source>Change settings</source>
        <translation>Einstellungen ändern</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>Startwert ändern</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>Gerät auswählen</translation>
    </message>
    <message>
        <source>Change threads</source>
        <translation>Threads ändern</translation>
    </message>
    <message>
        <source>Change time limit</source>
        <translation>Zeitlimit ändern</translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation>Berechnung umbenennen</translation>
    </message>
    <message>
        <source>Delete run</source>
        <translation>Berechnung löschen</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Berechnung %1</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>Bilder hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Exclude %n pictures</source>
        <translation>
            <numerusform>%n Bild ausschließen</numerusform>
            <numerusform>%n Bilder ausschließen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %n pictures</source>
        <translation>
            <numerusform>%n Bild verwenden</numerusform>
            <numerusform>%n Bilder verwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Find moved pictures</source>
        <translation>Verschobene Bilder suchen</translation>
    </message>
    <message>
        <source>Choose the frames of the video</source>
        <translation>Bilder aus dem Video wählen</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::QueueView</name>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>No jobs yet. Add several and let them run one after the other.</source>
        <translation>Noch keine Aufträge. Mehrere hinzugefügte laufen einer nach dem anderen.</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>Warteschlange starten</translation>
    </message>
    <message>
        <source>Runs the waiting jobs one after the other.</source>
        <translation>Führt die wartenden Aufträge nacheinander aus.</translation>
    </message>
    <message>
        <source>Add a job</source>
        <translation>Auftrag hinzufügen</translation>
    </message>
    <message>
        <source>Adds the present pictures and settings as a job.</source>
        <translation>Fügt die jetzigen Bilder und Einstellungen als Auftrag hinzu.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Takes the chosen job off the list (Del). Its files stay.</source>
        <translation>Nimmt den ausgewählten Auftrag aus der Liste (Entf). Seine Dateien bleiben.</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Moves the chosen job up (Ctrl+Up).</source>
        <translation>Schiebt den ausgewählten Auftrag nach oben (Strg+Auf).</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Moves the chosen job down (Ctrl+Down).</source>
        <translation>Schiebt den ausgewählten Auftrag nach unten (Strg+Ab).</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>Beendete entfernen</translation>
    </message>
    <message>
        <source>Takes all jobs that have ended off the list. Their files stay.</source>
        <translation>Nimmt alle beendeten Aufträge aus der Liste. Ihre Dateien bleiben.</translation>
    </message>
    <message>
        <source>&amp;Continue when a job fails</source>
        <translation>Weiter, wenn ein A&amp;uftrag fehlschlägt</translation>
    </message>
    <message>
        <source>Goes on with the next job after a failed one, for example overnight.</source>
        <translation>Macht nach einem fehlgeschlagenen Auftrag mit dem nächsten weiter, zum Beispiel über Nacht.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RecentDelegate</name>
    <message>
        <source>Missing: %1</source>
        <translation>Fehlt: %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>when, where</comment>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RecoveryBar</name>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n Berechnung</numerusform>
            <numerusform>%n Berechnungen</numerusform>
        </translation>
    </message>
    <message>
        <source>last change %1</source>
        <translation>letzte Änderung %1</translation>
    </message>
    <message>
        <source>A run was going on; it can go on from its last checkpoint.</source>
        <translation>Eine Berechnung lief; sie kann beim letzten Zwischenstand weitermachen.</translation>
    </message>
    <message>
        <source>Re&amp;member my answer</source>
        <translation>Antwort &amp;merken</translation>
    </message>
    <message>
        <source>Recover sessions</source>
        <translation>Sitzungen wiederherstellen</translation>
    </message>
    <message>
        <source>Bozzetto did not close properly. Your work was kept.</source>
        <translation>Bozzetto wurde nicht ordentlich beendet. Die Arbeit ist erhalten.</translation>
    </message>
    <message>
        <source>Untitled session</source>
        <translation>Unbenannte Sitzung</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Re&amp;cover</source>
        <translation>W&amp;iederherstellen</translation>
    </message>
    <message>
        <source>Continue with everything up to the last change</source>
        <translation>Mit allem bis zur letzten Änderung weitermachen</translation>
    </message>
    <message>
        <source>&amp;Open saved</source>
        <translation>Gespei&amp;chertes öffnen</translation>
    </message>
    <message>
        <source>Drop what was changed since the project was last saved</source>
        <translation>Verwirft, was seit dem letzten Speichern des Projekts geändert wurde</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>Ver&amp;werfen</translation>
    </message>
    <message>
        <source>Forget it; its results go to the trash</source>
        <translation>Vergisst sie; ihre Ergebnisse kommen in den Papierkorb</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>Über&amp;springen</translation>
    </message>
    <message>
        <source>Keep it and ask again at the next start</source>
        <translation>Behält sie und fragt beim nächsten Start erneut</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Do the same after the next crash without asking. You can change this in the preferences.</source>
        <translation>Nach dem nächsten Absturz ohne Frage dasselbe tun. In den Einstellungen änderbar.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RelocateDialog</name>
    <message>
        <source>Same name</source>
        <translation>Gleicher Name</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n files found</source>
        <translation>
            <numerusform>%1 von %n Datei gefunden</numerusform>
            <numerusform>%1 von %n Dateien gefunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of another size</source>
        <translation>
            <numerusform>%1, %n von anderer Größe</numerusform>
            <numerusform>%1, %n von anderer Größe</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Look in folder…</source>
        <translation>&amp;In Ordner suchen&#xa0;…</translation>
    </message>
    <message>
        <source>&amp;Use these</source>
        <translation>Diese &amp;verwenden</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlt</translation>
    </message>
    <message>
        <source>Found at</source>
        <translation>Gefunden in</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Anhaltspunkt</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Nicht jetzt</translation>
    </message>
    <message>
        <source>Looking in %1</source>
        <translation>Suche in %1</translation>
    </message>
    <message>
        <source>Nothing found in %1</source>
        <translation>Nichts gefunden in %1</translation>
    </message>
    <message numerus="yes">
        <source>Found %1 of %n</source>
        <translation>
            <numerusform>%1 von %n gefunden</numerusform>
            <numerusform>%1 von %n gefunden</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found yet</source>
        <translation>Noch nicht gefunden</translation>
    </message>
    <message>
        <source>Find missing pictures</source>
        <translation>Fehlende Bilder suchen</translation>
    </message>
    <message>
        <source>The project&apos;s pictures are not where they were. Name a folder to look in, then check what was found.</source>
        <translation>Die Bilder des Projekts sind nicht mehr an ihrem Ort. Einen Ordner angeben, in dem gesucht wird, dann die Funde prüfen.</translation>
    </message>
    <message>
        <source>Missing pictures</source>
        <translation>Fehlende Bilder</translation>
    </message>
    <message>
        <source>Looking for pictures</source>
        <translation>Bilder werden gesucht</translation>
    </message>
    <message>
        <source>Look for pictures in</source>
        <translation>Bilder suchen in</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ResultArea</name>
    <message>
        <source>The mesh appears here when you run a reconstruction.</source>
        <translation>Hier erscheint das Mesh, wenn eine Rekonstruktion läuft.</translation>
    </message>
    <message>
        <source>The first shape appears in a moment.</source>
        <translation>Die erste Form erscheint gleich.</translation>
    </message>
    <message>
        <source>Screenshot saved: %1</source>
        <translation>Bildschirmfoto gespeichert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n frames written to %1</source>
        <translation>
            <numerusform>%n Einzelbild in %1 geschrieben</numerusform>
            <numerusform>%n Einzelbilder in %1 geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <comment>run, engine, preset</comment>
        <translation>%1: %2, %3</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ResumeBar</name>
    <message>
        <source>Unfinished run</source>
        <translation>Unfertige Berechnung</translation>
    </message>
    <message>
        <source>A run can go on from where it stopped</source>
        <translation>Eine Berechnung kann dort weitermachen, wo sie angehalten hat</translation>
    </message>
    <message>
        <source>Which run</source>
        <translation>Welche Berechnung</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint</source>
        <translation>Macht beim letzten Zwischenstand weiter</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Nicht jetzt</translation>
    </message>
    <message>
        <source>What was done is kept</source>
        <translation>Was fertig ist, bleibt erhalten</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ReviewText</name>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>Unscharf</translation>
    </message>
    <message>
        <source>Blurred: it shows %1 of the detail of the other pictures.</source>
        <translation>Unscharf: Es zeigt %1 des Details der anderen Bilder.</translation>
    </message>
    <message>
        <source>Exclude it, or take it again.</source>
        <translation>Ausschließen oder neu aufnehmen.</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>Zu dunkel</translation>
    </message>
    <message>
        <source>Darker than the others: brightness %1, usual is %2.</source>
        <translation>Dunkler als die anderen: Helligkeit %1, üblich ist %2.</translation>
    </message>
    <message>
        <source>Use the same exposure for all pictures, or exclude it.</source>
        <translation>Für alle Bilder die gleiche Belichtung verwenden, oder ausschließen.</translation>
    </message>
    <message>
        <source>Too bright</source>
        <translation>Zu hell</translation>
    </message>
    <message>
        <source>Brighter than the others: brightness %1, usual is %2.</source>
        <translation>Heller als die anderen: Helligkeit %1, üblich ist %2.</translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation>Überbelichtet</translation>
    </message>
    <message>
        <source>%1 of the object is overexposed.</source>
        <translation>%1 des Objekts sind überbelichtet.</translation>
    </message>
    <message>
        <source>Take it again with less exposure.</source>
        <translation>Mit weniger Belichtung neu aufnehmen.</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>Klein</translation>
    </message>
    <message>
        <source>Small: %1 pixels on the shorter side.</source>
        <translation>Klein: %1 Pixel auf der kürzeren Seite.</translation>
    </message>
    <message>
        <source>Larger pictures give finer textures.</source>
        <translation>Größere Bilder ergeben feinere Texturen.</translation>
    </message>
    <message>
        <source>Other size</source>
        <translation>Andere Größe</translation>
    </message>
    <message>
        <source>Has another size than most pictures.</source>
        <translation>Hat eine andere Größe als die meisten Bilder.</translation>
    </message>
    <message>
        <source>Nothing to do if it was taken that way.</source>
        <translation>Nichts zu tun, wenn es so aufgenommen wurde.</translation>
    </message>
    <message>
        <source>Mask empty</source>
        <translation>Maske leer</translation>
    </message>
    <message>
        <source>The mask is empty: nothing belongs to the object.</source>
        <translation>Die Maske ist leer: Nichts gehört zum Objekt.</translation>
    </message>
    <message>
        <source>Give a mask that shows the object in white, or exclude the picture.</source>
        <translation>Eine Maske angeben, die das Objekt weiß zeigt, oder das Bild ausschließen.</translation>
    </message>
    <message>
        <source>Mask full</source>
        <translation>Maske voll</translation>
    </message>
    <message>
        <source>The mask covers the whole picture.</source>
        <translation>Die Maske bedeckt das ganze Bild.</translation>
    </message>
    <message>
        <source>Give a mask that shows only the object in white.</source>
        <translation>Eine Maske angeben, die nur das Objekt weiß zeigt.</translation>
    </message>
    <message>
        <source>Mask inverted</source>
        <translation>Maske verkehrt</translation>
    </message>
    <message>
        <source>The mask looks inverted: the border belongs to the object, the middle does not.</source>
        <translation>Die Maske wirkt verkehrt: Der Rand gehört zum Objekt, die Mitte nicht.</translation>
    </message>
    <message>
        <source>Invert the mask.</source>
        <translation>Die Maske umkehren.</translation>
    </message>
    <message>
        <source>Mask turned</source>
        <translation>Maske gedreht</translation>
    </message>
    <message>
        <source>The mask is black on white; it was inverted, so that white means object.</source>
        <translation>Die Maske ist schwarz auf weiß; sie wurde umgekehrt, damit Weiß das Objekt bedeutet.</translation>
    </message>
    <message>
        <source>Nothing to do if the object is the black part.</source>
        <translation>Nichts zu tun, wenn das Objekt der schwarze Teil ist.</translation>
    </message>
    <message>
        <source>Mask size</source>
        <translation>Maskengröße</translation>
    </message>
    <message>
        <source>The mask has another size than the picture; it was resized.</source>
        <translation>Die Maske hat eine andere Größe als das Bild; sie wurde angepasst.</translation>
    </message>
    <message>
        <source>Masks of the picture&apos;s own size are sharper.</source>
        <translation>Masken in der Größe des Bildes sind schärfer.</translation>
    </message>
    <message>
        <source>Mask small</source>
        <translation>Maske klein</translation>
    </message>
    <message>
        <source>The object is much smaller than in the other pictures: %1 of the picture, usual is %2.</source>
        <translation>Das Objekt ist viel kleiner als in den anderen Bildern: %1 des Bildes, üblich sind %2.</translation>
    </message>
    <message>
        <source>Look at its mask.</source>
        <translation>Seine Maske ansehen.</translation>
    </message>
    <message>
        <source>No mask</source>
        <translation>Keine Maske</translation>
    </message>
    <message>
        <source>Has no mask, while most pictures have one. It is left out.</source>
        <translation>Hat keine Maske, während die meisten Bilder eine haben. Es wird weggelassen.</translation>
    </message>
    <message>
        <source>Add a mask for it, or exclude it.</source>
        <translation>Eine Maske hinzufügen oder das Bild ausschließen.</translation>
    </message>
    <message>
        <source>No depth</source>
        <translation>Keine Tiefe</translation>
    </message>
    <message>
        <source>Has no depth, while most pictures have it.</source>
        <translation>Hat keine Tiefe, während die meisten Bilder sie haben.</translation>
    </message>
    <message>
        <source>Add its depth picture if there is one.</source>
        <translation>Das Tiefenbild hinzufügen, wenn es eines gibt.</translation>
    </message>
    <message>
        <source>Little depth</source>
        <translation>Wenig Tiefe</translation>
    </message>
    <message>
        <source>The depth covers only %1 of the object.</source>
        <translation>Die Tiefe deckt nur %1 des Objekts ab.</translation>
    </message>
    <message>
        <source>Check that depth and picture show the same frame.</source>
        <translation>Prüfen, ob Tiefe und Bild dieselbe Aufnahme zeigen.</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Weggelassen</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft&#xa0;…</translation>
    </message>
    <message>
        <source>Mask shifted</source>
        <translation>Maske verschoben</translation>
    </message>
    <message>
        <source>Moved by %1 to the right and %2 down the mask would fit the other pictures better.</source>
        <translation>Um %1 nach rechts und %2 nach unten verschoben passte die Maske besser zu den anderen Bildern.</translation>
    </message>
    <message>
        <source>Check that mask and picture belong together, or edit the mask.</source>
        <translation>Prüfen Sie, ob Maske und Bild zusammengehören, oder bearbeiten Sie die Maske.</translation>
    </message>
    <message>
        <source>Mask disagrees</source>
        <translation>Maske weicht ab</translation>
    </message>
    <message>
        <source>The mask agrees by only %1 with what the other masks say together.</source>
        <translation>Die Maske stimmt nur zu %1 mit dem überein, was die anderen Masken zusammen sagen.</translation>
    </message>
    <message>
        <source>Edit the mask, or make masks anew.</source>
        <translation>Bearbeiten Sie die Maske oder erstellen Sie die Masken neu.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunController</name>
    <message>
        <source>%1, %2, %3</source>
        <comment>set, engine, preset</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Not started, because the run before it gave no result.</source>
        <translation>Nicht gestartet, weil die Berechnung davor kein Ergebnis ergab.</translation>
    </message>
    <message>
        <source>It was not started.</source>
        <translation>Sie wurde nicht gestartet.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunEnding</name>
    <message>
        <source>Resume goes on from the last checkpoint.</source>
        <translation>„Fortsetzen“ macht beim letzten Zwischenstand weiter.</translation>
    </message>
    <message>
        <source>Nothing was saved yet: try again from the beginning.</source>
        <translation>Es war noch nichts gespeichert: von vorn erneut versuchen.</translation>
    </message>
    <message>
        <source>The system ended the engine because the memory ran out.</source>
        <translation>Das System hat die Engine beendet, weil der Speicher nicht reichte.</translation>
    </message>
    <message>
        <source>Close other programs, or choose a lower preset or fewer pictures. %1</source>
        <translation>Andere Programme schließen, oder eine niedrigere Voreinstellung oder weniger Bilder wählen. %1</translation>
    </message>
    <message>
        <source>The engine was ended from outside.</source>
        <translation>Die Engine wurde von außen beendet.</translation>
    </message>
    <message>
        <source>Another program or the system did it, perhaps to free memory. %1</source>
        <translation>Ein anderes Programm oder das System war es, vielleicht um Speicher freizugeben. %1</translation>
    </message>
    <message>
        <source>This processor lacks an instruction that the engine needs.</source>
        <translation>Diesem Prozessor fehlt ein Befehl, den die Engine braucht.</translation>
    </message>
    <message>
        <source>The engine crashed (signal %1).</source>
        <translation>Die Engine ist abgestürzt (Signal %1).</translation>
    </message>
    <message>
        <source>If it happens again, copy the details and report them. %1</source>
        <translation>Wenn es wieder geschieht, die Details kopieren und melden. %1</translation>
    </message>
    <message>
        <source>The engine ended without a result (exit code %1).</source>
        <translation>Die Engine endete ohne Ergebnis (Exitcode %1).</translation>
    </message>
    <message>
        <source>The log may say more. %1</source>
        <translation>Das Protokoll sagt vielleicht mehr. %1</translation>
    </message>
    <message>
        <source>Try again replaces what is there; or choose another output folder.</source>
        <translation>„Erneut versuchen“ ersetzt, was vorhanden ist; oder einen anderen Ausgabeordner wählen.</translation>
    </message>
    <message>
        <source>The engine could not be started: %1 (%2)</source>
        <translation>Die Engine konnte nicht gestartet werden: %1 (%2)</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>Bozzetto neu installieren: Ein Teil davon fehlt.</translation>
    </message>
    <message>
        <source>Resume continues the interrupted run; Start over discards it.</source>
        <translation>„Fortsetzen“ führt die unterbrochene Berechnung fort; „Neu beginnen“ verwirft sie.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunPage</name>
    <message>
        <source>Progress of the whole run</source>
        <translation>Fortschritt der ganzen Berechnung</translation>
    </message>
    <message>
        <source>Progress of the phase</source>
        <translation>Fortschritt der Phase</translation>
    </message>
    <message>
        <source>Finish &amp;now</source>
        <translation>&amp;Jetzt abschließen</translation>
    </message>
    <message>
        <source>Stopping is safe: what is done is kept, and Resume goes on from there.</source>
        <translation>Stoppen ist gefahrlos: Fertiges bleibt erhalten, und „Fortsetzen“ macht dort weiter.</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>S&amp;toppen</translation>
    </message>
    <message>
        <source>Shows the log.</source>
        <translation>Zeigt das Protokoll.</translation>
    </message>
    <message>
        <source>Reading the pictures</source>
        <translation>Bilder werden gelesen</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>Goes on where it was paused.</source>
        <translation>Macht dort weiter, wo angehalten wurde.</translation>
    </message>
    <message>
        <source>Waits after the running step and leaves the processor free. The result does not change.</source>
        <translation>Wartet nach dem laufenden Schritt und gibt den Prozessor frei. Das Ergebnis ändert sich nicht.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n Warnung</numerusform>
            <numerusform>%n Warnungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>%n weiterer wartet</numerusform>
            <numerusform>%n weitere warten</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1, noch etwa %2</translation>
    </message>
    <message>
        <source>Ends the improving now and makes a finished mesh of what is there. It can be improved further later.</source>
        <translation>Beendet jetzt das Verbessern und macht aus dem Vorhandenen ein fertiges Mesh. Es kann später weiter verbessert werden.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunSettingsPanel</name>
    <message>
        <source>Settings of the run</source>
        <translation>Einstellungen der Berechnung</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Beide</translation>
    </message>
    <message>
        <source>The engine &quot;%1&quot; is not installed.</source>
        <translation>Die Engine „%1“ ist nicht installiert.</translation>
    </message>
    <message>
        <source>Choose another engine.</source>
        <translation>Eine andere Engine auswählen.</translation>
    </message>
    <message>
        <source>No engine is chosen.</source>
        <translation>Keine Engine ist ausgewählt.</translation>
    </message>
    <message>
        <source>Choose an engine.</source>
        <translation>Eine Engine auswählen.</translation>
    </message>
    <message>
        <source>Working out what it will need…</source>
        <translation>Der Bedarf wird ermittelt&#xa0;…</translation>
    </message>
    <message>
        <source>About %1 of memory of %2</source>
        <translation>Etwa %1 Speicher von %2</translation>
    </message>
    <message>
        <source>About %1 of memory</source>
        <translation>Etwa %1 Speicher</translation>
    </message>
    <message>
        <source>%1; about %2</source>
        <translation>%1; etwa %2</translation>
    </message>
    <message>
        <source>There is no engine to run.</source>
        <translation>Es gibt keine Engine zum Berechnen.</translation>
    </message>
    <message>
        <source>Add pictures first.</source>
        <translation>Zuerst Bilder hinzufügen.</translation>
    </message>
    <message>
        <source>Start the reconstruction</source>
        <translation>Rekonstruktion starten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>What computes: Automatic takes the first GPU if there is one</source>
        <translation>Was rechnet: „Automatisch“ nimmt die erste GPU, wenn es eine gibt</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>Alle (%1)</translation>
    </message>
    <message>
        <source>Fewer threads leave more of the computer to other programs</source>
        <translation>Weniger Threads lassen anderen Programmen mehr vom Computer</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keines</translation>
    </message>
    <message>
        <source> min</source>
        <translation> min</translation>
    </message>
    <message>
        <source>After this time a run ends with the best result so far</source>
        <translation>Nach dieser Zeit endet eine Berechnung mit dem bis dahin besten Ergebnis</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen&#xa0;…</translation>
    </message>
    <message>
        <source>Choose the output folder</source>
        <translation>Ausgabeordner auswählen</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>Ausgabeordner</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Berechnen</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>Zur Warteschlange</translation>
    </message>
    <message>
        <source>Run it after those that wait already</source>
        <translation>Nach denen berechnen, die bereits warten</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1 (nicht vorhanden)</translation>
    </message>
    <message>
        <source>One after the other, to compare the results side by side.</source>
        <translation>Nacheinander, um die Ergebnisse nebeneinander zu vergleichen.</translation>
    </message>
    <message>
        <source>What it will need cannot be predicted: %1</source>
        <translation>Der Bedarf lässt sich nicht vorhersagen: %1</translation>
    </message>
    <message>
        <source>A run is going on: its settings cannot be changed until it ends.</source>
        <translation>Eine Berechnung läuft: Ihre Einstellungen können bis zum Ende nicht geändert werden.</translation>
    </message>
    <message>
        <source>Not enough memory: %1 are free, and a run may take 90 % of that. Close other programs, choose the Draft preset, or lower the picture, texture or grid resolution under Advanced.</source>
        <translation>Nicht genug Speicher: %1 sind frei, und eine Berechnung darf 90 % davon nehmen. Andere Programme schließen, die Voreinstellung „Entwurf“ wählen, oder unter „Erweitert“ die Bild-, Textur- oder Gitterauflösung verringern.</translation>
    </message>
    <message>
        <source>Looking for the engines…</source>
        <translation>Engines werden gesucht&#xa0;…</translation>
    </message>
    <message>
        <source>Get the weights first.</source>
        <translation>Holen Sie zuerst die Gewichte.</translation>
    </message>
    <message>
        <source>%1 needs weights that are not on this computer: %2 to fetch.</source>
        <translation>%1 braucht Gewichte, die nicht auf diesem Rechner sind: %2 sind zu holen.</translation>
    </message>
    <message>
        <source>%1 needs weights that are not on this computer.</source>
        <translation>%1 braucht Gewichte, die nicht auf diesem Rechner sind.</translation>
    </message>
    <message>
        <source>Get weights…</source>
        <translation>Gewichte holen…</translation>
    </message>
    <message>
        <source>Results are not for commercial use: %1.</source>
        <translation>Ergebnisse sind nicht für kommerzielle Nutzung: %1.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunWords</name>
    <message>
        <source>First shape</source>
        <translation>Erste Form</translation>
    </message>
    <message>
        <source>Shape and material</source>
        <translation>Form und Material</translation>
    </message>
    <message>
        <source>Unwrapping</source>
        <translation>Abwicklung</translation>
    </message>
    <message>
        <source>Textures</source>
        <translation>Texturen</translation>
    </message>
    <message>
        <source>Finishing touches</source>
        <translation>Letzter Schliff</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Error of the shape</source>
        <translation>Fehler der Form</translation>
    </message>
    <message>
        <source>Error of the textures</source>
        <translation>Fehler der Texturen</translation>
    </message>
    <message>
        <source>Bozzetto %1: %2</source>
        <translation>Bozzetto %1: %2</translation>
    </message>
    <message>
        <source>Exit code %1 %2</source>
        <translation>Exitcode %1 %2</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation>Protokoll: %1</translation>
    </message>
    <message>
        <source>Likeness %1 dB (PSNR)</source>
        <translation>Ähnlichkeit %1 dB (PSNR)</translation>
    </message>
    <message>
        <source>Outline match %1 %</source>
        <translation>Übereinstimmung des Umrisses %1 %</translation>
    </message>
    <message>
        <source>Finding cameras</source>
        <translation>Kameras suchen</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>Masken erstellen</translation>
    </message>
    <message>
        <source>Preparing the pictures</source>
        <translation>Bilder vorbereiten</translation>
    </message>
    <message>
        <source>Looking at the pictures</source>
        <translation>Bilder ansehen</translation>
    </message>
    <message>
        <source>Coarse shape</source>
        <translation>Grobe Form</translation>
    </message>
    <message>
        <source>Surface details</source>
        <translation>Einzelheiten der Oberfläche</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>Netz</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ScenePanel</name>
    <message>
        <source>Guessed from the cameras and points.</source>
        <translation>Aus Kameras und Punkten geschätzt.</translation>
    </message>
    <message>
        <source>As the cameras&apos; file has it.</source>
        <translation>Wie die Datei der Kameras es hat.</translation>
    </message>
    <message>
        <source>How long is it in truth?</source>
        <translation>Wie lang ist das in Wirklichkeit?</translation>
    </message>
    <message numerus="yes">
        <source>Click %n more point(s) in the view.</source>
        <translation>
            <numerusform>Noch %n Punkt in der Ansicht anklicken.</numerusform>
            <numerusform>Noch %n Punkte in der Ansicht anklicken.</numerusform>
        </translation>
    </message>
    <message>
        <source>The scene has no size yet.</source>
        <translation>Die Szene hat noch keine Größe.</translation>
    </message>
    <message>
        <source>One unit of the scene is %1 m.</source>
        <translation>Eine Einheit der Szene ist %1 m.</translation>
    </message>
    <message numerus="yes">
        <source>Click %n more point(s) of the floor in the view.</source>
        <translation>
            <numerusform>Noch %n Punkt des Bodens anklicken.</numerusform>
            <numerusform>Noch %n Punkte des Bodens anklicken.</numerusform>
        </translation>
    </message>
    <message>
        <source>From the depth pictures: %1 m</source>
        <translation>Aus den Tiefenbildern: %1 m</translation>
    </message>
    <message>
        <source>Up and floor</source>
        <translation>Oben und Boden</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Floor by three clicks</source>
        <translation>Boden durch drei Klicks</translation>
    </message>
    <message>
        <source>Click three points that lie on the floor, not on one line</source>
        <translation>Drei Punkte anklicken, die auf dem Boden liegen, nicht auf einer Geraden</translation>
    </message>
    <message>
        <source>Turn over</source>
        <translation>Umdrehen</translation>
    </message>
    <message>
        <source>What was up is down</source>
        <translation>Was oben war, ist unten</translation>
    </message>
    <message>
        <source>Guess again</source>
        <translation>Neu schätzen</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Maßstab</translation>
    </message>
    <message>
        <source>Length by two clicks</source>
        <translation>Länge durch zwei Klicks</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Region of the object</source>
        <translation>Bereich des Objekts</translation>
    </message>
    <message>
        <source>Show the region</source>
        <translation>Bereich zeigen</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Mitte</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>Drehung</translation>
    </message>
    <message>
        <source>As guessed</source>
        <translation>Wie geschätzt</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ScreenshotText</name>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Nothing can be written to %1: %2</source>
        <translation>In %1 kann nichts geschrieben werden: %2</translation>
    </message>
    <message>
        <source>No free name is left in %1.</source>
        <translation>In %1 ist kein freier Name mehr übrig.</translation>
    </message>
    <message>
        <source>The picture could not be drawn.</source>
        <translation>Das Bild konnte nicht gezeichnet werden.</translation>
    </message>
    <message>
        <source>Choose another folder for screenshots.</source>
        <translation>Einen anderen Ordner für Bildschirmfotos auswählen.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SettingRow</name>
    <message>
        <source>Reset %1</source>
        <translation>%1 zurücksetzen</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>%1 erklären</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s value: %1</source>
        <translation>Zurück zum Wert der Voreinstellung: %1</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SettingsForm</name>
    <message>
        <source>Reset all</source>
        <translation>Alle zurücksetzen</translation>
    </message>
    <message>
        <source>Put every value back to that of the preset</source>
        <translation>Jeden Wert auf den der Voreinstellung zurücksetzen</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message numerus="yes">
        <source>Advanced (%n changed)</source>
        <translation>
            <numerusform>Erweitert (%n geändert)</numerusform>
            <numerusform>Erweitert (%n geändert)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ShortcutSheet</name>
    <message>
        <source>Orbit</source>
        <translation>Drehen</translation>
    </message>
    <message>
        <source>Left button</source>
        <translation>Linke Taste</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>Middle button, Shift+left</source>
        <translation>Mittlere Taste, Umschalt+links</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>Wheel, right button, Ctrl+left</source>
        <translation>Mausrad, rechte Taste, Strg+links</translation>
    </message>
    <message>
        <source>Turn about this point</source>
        <translation>Um diesen Punkt drehen</translation>
    </message>
    <message>
        <source>Double click, Alt+middle</source>
        <translation>Doppelklick, Alt+Mitte</translation>
    </message>
    <message>
        <source>Middle button, Alt+left</source>
        <translation>Mittlere Taste, Alt+links</translation>
    </message>
    <message>
        <source>Shift+middle</source>
        <translation>Umschalt+Mitte</translation>
    </message>
    <message>
        <source>Wheel, Ctrl+middle</source>
        <translation>Mausrad, Strg+Mitte</translation>
    </message>
    <message>
        <source>Alt+left</source>
        <translation>Alt+links</translation>
    </message>
    <message>
        <source>Alt+middle</source>
        <translation>Alt+Mitte</translation>
    </message>
    <message>
        <source>Wheel, Alt+right</source>
        <translation>Mausrad, Alt+rechts</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>Doppelklick</translation>
    </message>
    <message>
        <source>Look through a camera</source>
        <translation>Durch eine Kamera blicken</translation>
    </message>
    <message>
        <source>Click it</source>
        <translation>Anklicken</translation>
    </message>
    <message>
        <source>Orbit on a trackpad</source>
        <translation>Drehen auf dem Touchpad</translation>
    </message>
    <message>
        <source>Two fingers</source>
        <translation>Zwei Finger</translation>
    </message>
    <message>
        <source>Pan on a trackpad</source>
        <translation>Verschieben auf dem Touchpad</translation>
    </message>
    <message>
        <source>Shift+two fingers</source>
        <translation>Umschalt+zwei Finger</translation>
    </message>
    <message>
        <source>Zoom on a trackpad</source>
        <translation>Zoomen auf dem Touchpad</translation>
    </message>
    <message>
        <source>Pinch</source>
        <translation>Finger spreizen</translation>
    </message>
    <message>
        <source>Mouse and keyboard shortcuts</source>
        <translation>Maus- und Tastenkürzel</translation>
    </message>
    <message>
        <source>Mouse and keyboard</source>
        <translation>Maus und Tastatur</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>List of shortcuts</source>
        <translation>Liste der Tastenkürzel</translation>
    </message>
    <message>
        <source>Mouse and trackpad</source>
        <translation>Maus und Touchpad</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::StartPage</name>
    <message>
        <source>The sample is not part of this installation.</source>
        <translation>Das Beispiel gehört nicht zu dieser Installation.</translation>
    </message>
    <message>
        <source>project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>%1, %2, missing</source>
        <translation>%1, %2, fehlt</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Bring in pictures of one object from all sides, with masks and camera positions if you have them.</source>
        <translation>Bilder eines Objekts von allen Seiten laden, wenn vorhanden mit Masken und Kamerapositionen.</translation>
    </message>
    <message>
        <source>Drop pictures, a folder or a project here</source>
        <translation>Bilder, einen Ordner oder ein Projekt hier ablegen</translation>
    </message>
    <message>
        <source>or click to choose a folder; pasting works too</source>
        <translation>oder klicken, um einen Ordner auszuwählen; Einfügen geht auch</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>Beispiel ausprobieren</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Recent sets and projects</source>
        <translation>Zuletzt verwendete Bildsätze und Projekte</translation>
    </message>
    <message>
        <source>Sets and projects that you open appear here.</source>
        <translation>Hier erscheinen geöffnete Bildsätze und Projekte.</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Clear the list of recent sets and projects</source>
        <translation>Liste der zuletzt verwendeten Bildsätze und Projekte leeren</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>Aus dieser Liste entfernen</translation>
    </message>
    <message>
        <source>From pictures to a textured mesh</source>
        <translation>Aus Bildern ein texturiertes Mesh</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>Ordner öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open pictures…</source>
        <translation>Bilder öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>Projekt öffnen&#xa0;…</translation>
    </message>
    <message>
        <source>1  Drop pictures      2  Reconstruct      3  Inspect      4  Export</source>
        <translation>1  Bilder ablegen      2  Rekonstruieren      3  Begutachten      4  Exportieren</translation>
    </message>
    <message>
        <source>Opens pictures of a small figure.</source>
        <translation>Öffnet Bilder einer kleinen Figur.</translation>
    </message>
    <message>
        <source>Opens pictures of a small figure: finished ones, or photographs that cameras and masks are found for.</source>
        <translation>Öffnet Bilder einer kleinen Figur: fertig vorbereitete oder Fotos, zu denen Kameras und Masken gesucht werden.</translation>
    </message>
    <message>
        <source>24 pictures with masks and cameras</source>
        <translation>24 Bilder mit Masken und Kameras</translation>
    </message>
    <message>
        <source>30 photographs on a table, nothing else</source>
        <translation>30 Fotos auf einem Tisch, sonst nichts</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::StepBar</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>Startseite</translation>
    </message>
    <message>
        <source>Back to the start page</source>
        <translation>Zurück zur Startseite</translation>
    </message>
    <message>
        <source>1  Pictures</source>
        <translation>1  Bilder</translation>
    </message>
    <message>
        <source>2  Cameras</source>
        <translation>2  Kameras</translation>
    </message>
    <message>
        <source>3  Reconstruct</source>
        <translation>3  Rekonstruieren</translation>
    </message>
    <message>
        <source>4  Inspect</source>
        <translation>4  Begutachten</translation>
    </message>
    <message>
        <source>5  Export</source>
        <translation>5  Exportieren</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SummaryText</name>
    <message>
        <source>1 picture</source>
        <translation>1 Bild</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n Bild</numerusform>
            <numerusform>%n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>width and height in pixels</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>24 pictures, 800 × 800</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2 to %3</source>
        <comment>24 pictures, 800 × 800 to 1600 × 1200</comment>
        <translation>%1, %2 bis %3</translation>
    </message>
    <message>
        <source>for %1 of %2</source>
        <translation>für %1 von %2</translation>
    </message>
    <message>
        <source>no masks</source>
        <translation>keine Masken</translation>
    </message>
    <message>
        <source>masks from files of the same names</source>
        <translation>Masken aus gleichnamigen Dateien</translation>
    </message>
    <message>
        <source>masks from transparency</source>
        <translation>Masken aus der Transparenz</translation>
    </message>
    <message>
        <source>masks from depth</source>
        <translation>Masken aus der Tiefe</translation>
    </message>
    <message>
        <source>no depth</source>
        <translation>keine Tiefe</translation>
    </message>
    <message>
        <source>depth %1</source>
        <translation>Tiefe %1</translation>
    </message>
    <message>
        <source>depth for all</source>
        <translation>Tiefe für alle</translation>
    </message>
    <message>
        <source>no cameras</source>
        <translation>keine Kameras</translation>
    </message>
    <message>
        <source>cameras assumed from the six names</source>
        <translation>Kameras aus den sechs Namen angenommen</translation>
    </message>
    <message>
        <source>cameras found</source>
        <translation>Kameras gefunden</translation>
    </message>
    <message>
        <source>cameras from %1</source>
        <translation>Kameras aus %1</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>file name, what is wrong, what to do</comment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>No masks were found: Make masks finds the object, and so does a run by itself; your own go into a folder masks with pictures of the same names.</source>
        <translation>Es wurden keine Masken gefunden: „Masken erstellen“ findet das Objekt, und ein Lauf tut es von selbst; eigene gehören in einen Ordner masks mit Bildern gleicher Namen.</translation>
    </message>
    <message>
        <source>The pictures have no cameras yet: step 2 finds them, or takes those of another program.</source>
        <translation>Die Bilder haben noch keine Kameras: Schritt 2 findet sie oder nimmt die eines anderen Programms.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::TurntableDialog</name>
    <message>
        <source>Turntable</source>
        <translation>Drehteller</translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>Breite in Pixeln</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>Höhe in Pixeln</translation>
    </message>
    <message>
        <source>Transparent background</source>
        <translation>Transparenter Hintergrund</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Auswählen&#xa0;…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>×</source>
        <translation>×</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n frame(s)</source>
        <translation>
            <numerusform>%1 von %n Einzelbild</numerusform>
            <numerusform>%1 von %n Einzelbildern</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) written to %1</source>
        <translation>
            <numerusform>%n Einzelbild in %1 geschrieben</numerusform>
            <numerusform>%n Einzelbilder in %1 geschrieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n frame(s) are in %1</source>
        <translation>
            <numerusform>Gestoppt. %n Einzelbild liegt in %1</numerusform>
            <numerusform>Gestoppt. %n Einzelbilder liegen in %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder for the frames</source>
        <translation>Ordner für die Einzelbilder auswählen</translation>
    </message>
    <message>
        <source>Write frames</source>
        <translation>Einzelbilder schreiben</translation>
    </message>
    <message>
        <source>Frames written</source>
        <translation>Geschriebene Einzelbilder</translation>
    </message>
    <message>
        <source>The frames start with the view as it is and go once around the object.</source>
        <translation>Die Einzelbilder beginnen mit der jetzigen Ansicht und gehen einmal um das Objekt.</translation>
    </message>
    <message>
        <source>Folder for the frames</source>
        <translation>Ordner für die Einzelbilder</translation>
    </message>
    <message>
        <source>F&amp;rames</source>
        <translation>&amp;Einzelbilder</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::TurntableRecorder</name>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>Einen anderen Ordner auswählen.</translation>
    </message>
    <message>
        <source>No folder can be made in %1.</source>
        <translation>In %1 kann kein Ordner angelegt werden.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ViewText</name>
    <message>
        <source>seen from the top</source>
        <translation>von oben gesehen</translation>
    </message>
    <message>
        <source>seen from below</source>
        <translation>von unten gesehen</translation>
    </message>
    <message>
        <source>seen from the front</source>
        <translation>von vorn gesehen</translation>
    </message>
    <message>
        <source>seen from the front right</source>
        <translation>von vorn rechts gesehen</translation>
    </message>
    <message>
        <source>seen from the right</source>
        <translation>von rechts gesehen</translation>
    </message>
    <message>
        <source>seen from the back right</source>
        <translation>von hinten rechts gesehen</translation>
    </message>
    <message>
        <source>seen from the back</source>
        <translation>von hinten gesehen</translation>
    </message>
    <message>
        <source>seen from the back left</source>
        <translation>von hinten links gesehen</translation>
    </message>
    <message>
        <source>seen from the left</source>
        <translation>von links gesehen</translation>
    </message>
    <message>
        <source>seen from the front left</source>
        <translation>von vorn links gesehen</translation>
    </message>
    <message>
        <source>%1, above</source>
        <translation>%1, von oberhalb</translation>
    </message>
    <message>
        <source>%1, below</source>
        <translation>%1, von unterhalb</translation>
    </message>
    <message>
        <source>Shaded</source>
        <translation>Schattiert</translation>
    </message>
    <message>
        <source>Roughness</source>
        <translation>Rauheit</translation>
    </message>
    <message>
        <source>Metallic</source>
        <translation>Metallisch</translation>
    </message>
    <message>
        <source>Normal map</source>
        <translation>Normal-Map</translation>
    </message>
    <message>
        <source>Surface normals</source>
        <translation>Oberflächennormalen</translation>
    </message>
    <message>
        <source>UV checker</source>
        <translation>UV-Prüfmuster</translation>
    </message>
    <message>
        <source>Ambient only</source>
        <translation>Nur Umgebungslicht</translation>
    </message>
    <message>
        <source>Recovered light</source>
        <translation>Rekonstruiertes Licht</translation>
    </message>
    <message>
        <source>Studio light</source>
        <translation>Studiolicht</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>Rendering</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>Wischen</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
    <message>
        <source>wireframe</source>
        <translation>Drahtgitter</translation>
    </message>
    <message>
        <source>through the camera of %1</source>
        <translation>durch die Kamera von %1</translation>
    </message>
    <message>
        <source>compared: %1</source>
        <translation>verglichen: %1</translation>
    </message>
    <message>
        <source>orthographic</source>
        <translation>orthografisch</translation>
    </message>
    <message>
        <source>perspective</source>
        <translation>perspektivisch</translation>
    </message>
    <message>
        <source>, </source>
        <translation>, </translation>
    </message>
    <message>
        <source>Base colour</source>
        <translation>Grundfarbe</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Seen or guessed</source>
        <translation>Gesehen oder geraten</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::Viewport</name>
    <message>
        <source>3D view</source>
        <translation>3D-Ansicht</translation>
    </message>
    <message>
        <source>Everything else works: pictures, runs and export.</source>
        <translation>Alles andere funktioniert: Bilder, Berechnungen und Export.</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ViewportActions</name>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>Hilfslinien</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>Objekt einpassen</translation>
    </message>
    <message>
        <source>Frame everything</source>
        <translation>Alles einpassen</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Vorn</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Hinten</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Orthographic</source>
        <translation>Orthografisch</translation>
    </message>
    <message>
        <source>Start view</source>
        <translation>Startansicht</translation>
    </message>
    <message>
        <source>Save as start view</source>
        <translation>Als Startansicht speichern</translation>
    </message>
    <message>
        <source>Orbit left</source>
        <translation>Nach links drehen</translation>
    </message>
    <message>
        <source>Orbit right</source>
        <translation>Nach rechts drehen</translation>
    </message>
    <message>
        <source>Orbit up</source>
        <translation>Nach oben drehen</translation>
    </message>
    <message>
        <source>Orbit down</source>
        <translation>Nach unten drehen</translation>
    </message>
    <message>
        <source>Move view left</source>
        <translation>Ansicht nach links schieben</translation>
    </message>
    <message>
        <source>Move view right</source>
        <translation>Ansicht nach rechts schieben</translation>
    </message>
    <message>
        <source>Move view up</source>
        <translation>Ansicht nach oben schieben</translation>
    </message>
    <message>
        <source>Move view down</source>
        <translation>Ansicht nach unten schieben</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Compare: %1</source>
        <translation>Vergleichen: %1</translation>
    </message>
    <message>
        <source>Move the wipe left</source>
        <translation>Wischlinie nach links</translation>
    </message>
    <message>
        <source>Move the wipe right</source>
        <translation>Wischlinie nach rechts</translation>
    </message>
    <message>
        <source>Wireframe</source>
        <translation>Drahtgitter</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>Gitter</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>Achsen</translation>
    </message>
    <message>
        <source>Box with size</source>
        <translation>Quader mit Maßen</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Kameras</translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation>Bildschirmfoto</translation>
    </message>
    <message>
        <source>Screenshot without background</source>
        <translation>Bildschirmfoto ohne Hintergrund</translation>
    </message>
    <message>
        <source>Turntable…</source>
        <translation>Drehteller&#xa0;…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Screenshots</source>
        <translation>Bildschirmfotos</translation>
    </message>
    <message>
        <source>Through the picture&apos;s camera</source>
        <translation>Durch die Kamera des Bildes</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>Nächstes Bild</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>Voriges Bild</translation>
    </message>
    <message>
        <source>Picture or render</source>
        <translation>Bild oder Rendering</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::WeightsDialog</name>
    <message>
        <source>The address of a mirror begins with https://</source>
        <translation>Die Adresse eines Spiegels beginnt mit https://</translation>
    </message>
    <message>
        <source>Give the folder with its full path.</source>
        <translation>Geben Sie den Ordner mit vollem Pfad an.</translation>
    </message>
    <message>
        <source>Folder of the weights</source>
        <translation>Ordner der Gewichte</translation>
    </message>
    <message>
        <source>Folder with files that you have</source>
        <translation>Ordner mit vorhandenen Dateien</translation>
    </message>
    <message>
        <source>The weights are here.</source>
        <translation>Die Gewichte sind da.</translation>
    </message>
    <message>
        <source>There are no weights in %1 that Bozzetto knows.</source>
        <translation>In %1 sind keine Gewichte, die Bozzetto kennt.</translation>
    </message>
    <message>
        <source>Choose the folder that the files were downloaded to.</source>
        <translation>Wählen Sie den Ordner, in den die Dateien heruntergeladen wurden.</translation>
    </message>
    <message>
        <source>The files were copied and checked.</source>
        <translation>Die Dateien wurden kopiert und geprüft.</translation>
    </message>
    <message>
        <source>Delete weights</source>
        <translation>Gewichte löschen</translation>
    </message>
    <message>
        <source>Delete the selected weights? They take %1 and would have to be fetched again.</source>
        <translation>Die gewählten Gewichte löschen? Sie belegen %1 und müssten neu geholt werden.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>The weights were deleted.</source>
        <translation>Die Gewichte wurden gelöscht.</translation>
    </message>
    <message>
        <source>Every file is as it should be.</source>
        <translation>Jede Datei ist, wie sie sein soll.</translation>
    </message>
    <message>
        <source>Paused. What came is kept.</source>
        <translation>Angehalten. Was kam, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Fetching: %1 %</source>
        <translation>Wird geholt: %1 %</translation>
    </message>
    <message>
        <source>Checking: %1 %</source>
        <translation>Wird geprüft: %1 %</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Checked: good</source>
        <translation>Geprüft: gut</translation>
    </message>
    <message>
        <source>Checked: readable</source>
        <translation>Geprüft: lesbar</translation>
    </message>
    <message>
        <source>About %1 left</source>
        <translation>Noch etwa %1</translation>
    </message>
    <message>
        <source>Weights of the networks</source>
        <translation>Gewichte der Netze</translation>
    </message>
    <message>
        <source>Engines that learned from many objects need the numbers that they learned. Those are large, belong to others and are fetched once, only when you ask for them.</source>
        <translation>Verfahren, die an vielen Gegenständen gelernt haben, brauchen die gelernten Zahlen. Diese sind groß, gehören anderen und werden einmal geholt, nur wenn Sie es wollen.</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Choose the folder of the weights</source>
        <translation>Den Ordner der Gewichte wählen</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>None: the files&apos; own servers</source>
        <translation>Keiner: die eigenen Server der Dateien</translation>
    </message>
    <message>
        <source>A server that has copies, where the files&apos; own cannot be reached: https://…</source>
        <translation>Ein Server mit Kopien, wo die eigenen nicht erreichbar sind: https://…</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>Grafikspeicher</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Use files that I have…</source>
        <translation>Vorhandene Dateien verwenden…</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Read every byte, compare checksums and build each network</source>
        <translation>Jedes Byte lesen, Prüfsummen vergleichen und jedes Netz aufbauen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1 (wahlweise)</translation>
    </message>
    <message>
        <source>Not for commercial use</source>
        <translation>Nicht gewerblich nutzbar</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Paused: %1 are here</source>
        <translation>Angehalten: %1 sind da</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>Nicht vorhanden</translation>
    </message>
    <message>
        <source>Get selected</source>
        <translation>Gewählte holen</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Get all</source>
        <translation>Alle holen</translation>
    </message>
    <message>
        <source>Select what is to be deleted</source>
        <translation>Wählen Sie, was gelöscht werden soll</translation>
    </message>
</context>
</TS>
