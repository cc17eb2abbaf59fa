<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>CoreWords</name>
    <message>
        <source>was left out: it is blurred (sharpness %1 of the set&apos;s middle)</source>
        <translation>已略去：图像模糊（清晰度为本组中位值的 %1）</translation>
    </message>
    <message>
        <source>Take it again with a steady camera, or keep blurred pictures.</source>
        <translation>请稳住相机重新拍摄，或保留模糊的图片。</translation>
    </message>
    <message>
        <source>was left out: it shows another object on the same ground</source>
        <translation>已略去：它拍的是同一台面上的另一个物体</translation>
    </message>
    <message>
        <source>Put the pictures of each object in a folder of their own.</source>
        <translation>请将每个物体的图片放入各自的文件夹。</translation>
    </message>
    <message>
        <source>has no camera: it belongs to a group of pictures that could not be joined to the others</source>
        <translation>没有相机：它所在的一组图片无法与其余图片连接</translation>
    </message>
    <message>
        <source>Take pictures that lead from one group to the other.</source>
        <translation>请补拍能将两组连接起来的图片。</translation>
    </message>
    <message>
        <source>has no camera: it shows too little texture (%1 features)</source>
        <translation>没有相机：纹理太少（%1 个特征）</translation>
    </message>
    <message>
        <source>Put the object on something with a pattern, such as a newspaper.</source>
        <translation>请将物体放在有图案的东西上，例如报纸。</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Replace or remove it.</source>
        <translation>请替换或移除它。</translation>
    </message>
    <message>
        <source>has no camera: it has too little in common with the other pictures</source>
        <translation>没有相机：它与其他图片的共同内容太少</translation>
    </message>
    <message>
        <source>Take pictures in smaller steps (20 degrees or less) around it.</source>
        <translation>请以更小的间隔（20 度以内）环绕拍摄。</translation>
    </message>
    <message>
        <source>The cameras of %1 of %2 pictures were found by %3 (%4 matching): %5.</source>
        <translation>%3 找到了 %2 张图片中 %1 张的相机（匹配方式：%4）：%5。</translation>
    </message>
    <message>
        <source>%1 points, reprojection error %2 pixels, focal length %3 pixels (%4 by EXIF)</source>
        <translation>%1 个点，重投影误差 %2 像素，焦距 %3 像素（EXIF 为 %4）</translation>
    </message>
    <message>
        <source>%1 points, reprojection error %2 pixels, focal length %3 pixels</source>
        <translation>%1 个点，重投影误差 %2 像素，焦距 %3 像素</translation>
    </message>
    <message>
        <source>exhaustive</source>
        <translation>全部两两比较</translation>
    </message>
    <message>
        <source>sequential</source>
        <translation>按顺序</translation>
    </message>
    <message>
        <source>The pictures fell into %1 groups that could not be joined; the largest was taken.</source>
        <translation>图片分成了 %1 个无法连接的组；已采用最大的一组。</translation>
    </message>
    <message>
        <source>Up is where the phones felt it (EXIF).</source>
        <translation>上方取自手机感应到的方向（EXIF）。</translation>
    </message>
    <message>
        <source>Up is across the plane under the object.</source>
        <translation>上方取为物体下方平面的垂直方向。</translation>
    </message>
    <message>
        <source>Up is guessed from how the cameras were held.</source>
        <translation>上方是根据相机的握持方式推测的。</translation>
    </message>
    <message>
        <source>all %1 cameras stand at one point (no baseline), unless their poses are world-to-camera matrices</source>
        <translation>全部 %1 个相机位于同一点（没有基线），除非其位姿是世界到相机的矩阵</translation>
    </message>
    <message>
        <source>Nothing to do if the poses are recognised; else choose how they are meant.</source>
        <translation>若位姿被识别则无需处理；否则请选择其含义。</translation>
    </message>
    <message>
        <source>Give the folder of the pictures as input, and this file as its cameras: it was changed or comes from another computer.</source>
        <translation>请以图片所在文件夹作为输入，并将此文件作为其相机文件：它已被更改或来自另一台电脑。</translation>
    </message>
    <message>
        <source>is a picture of the set, and would be overwritten</source>
        <translation>是本组的图片，会被覆盖</translation>
    </message>
    <message>
        <source>Choose another folder for the masks.</source>
        <translation>请为蒙版选择另一个文件夹。</translation>
    </message>
    <message>
        <source>its background is not plain, unlike that of the other pictures; it has no mask</source>
        <translation>与其他图片不同，它的背景不是纯色；它没有蒙版</translation>
    </message>
    <message>
        <source>Draw its mask with the mask editor, or leave the picture out.</source>
        <translation>请用蒙版编辑器绘制其蒙版，或略去该图片。</translation>
    </message>
    <message>
        <source>its automatic mask agrees only to %1 % with the other pictures; it may show something else</source>
        <translation>其自动蒙版与其他图片只有 %1 % 相符；它拍的可能是别的东西</translation>
    </message>
    <message>
        <source>Look at the mask and correct it with the mask editor, or leave the picture out.</source>
        <translation>请查看蒙版并用蒙版编辑器修正，或略去该图片。</translation>
    </message>
    <message>
        <source>it has no camera, so no mask could be made</source>
        <translation>它没有相机，因此无法生成蒙版</translation>
    </message>
    <message>
        <source>Leave the picture out, or draw its mask.</source>
        <translation>请略去该图片，或绘制其蒙版。</translation>
    </message>
    <message>
        <source>no object was found in it</source>
        <translation>其中没有找到物体</translation>
    </message>
    <message>
        <source>the object is cut off by the picture&apos;s frame</source>
        <translation>物体被画面边缘截断</translation>
    </message>
    <message>
        <source>Nothing to do if other pictures show that part.</source>
        <translation>若其他图片拍到了该部分则无需处理。</translation>
    </message>
    <message>
        <source>No object could be told from the background.</source>
        <translation>无法将物体与背景区分开。</translation>
    </message>
    <message>
        <source>Set the region box around the object, or give masks.</source>
        <translation>请将区域框设在物体周围，或提供蒙版。</translation>
    </message>
    <message>
        <source>the mask looks inverted: the border is white and the middle black</source>
        <translation>蒙版似乎反了：边缘为白色而中间为黑色</translation>
    </message>
    <message>
        <source>Invert the mask, unless the object is the outer part.</source>
        <translation>请反转蒙版，除非物体就是外侧部分。</translation>
    </message>
    <message>
        <source>the mask is not of the picture&apos;s size</source>
        <translation>蒙版与图片的尺寸不同</translation>
    </message>
    <message>
        <source>Give a mask of the picture&apos;s own size.</source>
        <translation>请提供与图片尺寸相同的蒙版。</translation>
    </message>
    <message>
        <source>the mask seems shifted: moved by (%1, %2) pixels (right, down) it would fit the other pictures</source>
        <translation>蒙版似乎有偏移：移动 (%1, %2) 像素（向右、向下）后会与其他图片相符</translation>
    </message>
    <message>
        <source>Check that the mask belongs to this picture and was not cropped.</source>
        <translation>请检查蒙版是否属于此图片且未被裁剪。</translation>
    </message>
    <message>
        <source>the mask agrees only to %1 with the masks of the other pictures</source>
        <translation>该蒙版与其他图片的蒙版只有 %1 相符</translation>
    </message>
    <message>
        <source>Look at this mask: a part may be missing or too much.</source>
        <translation>请查看此蒙版：可能缺少或多出一部分。</translation>
    </message>
    <message>
        <source>cannot be written: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>cannot be written to: %1</source>
        <translation>无法写入：%1</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>cannot be read: %1</source>
        <translation>无法读取：%1</translation>
    </message>
    <message>
        <source>cannot be made: %1</source>
        <translation>无法创建：%1</translation>
    </message>
    <message>
        <source>the folder cannot be made: %1</source>
        <translation>无法创建文件夹：%1</translation>
    </message>
    <message>
        <source>is a folder, not a file</source>
        <translation>是文件夹，不是文件</translation>
    </message>
    <message>
        <source>is a folder</source>
        <translation>是文件夹</translation>
    </message>
    <message>
        <source>exists already</source>
        <translation>已经存在</translation>
    </message>
    <message>
        <source>is not a regular file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>文件缺失</translation>
    </message>
    <message>
        <source>the file is empty</source>
        <translation>文件为空</translation>
    </message>
    <message>
        <source>is not an ordinary file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>too little room: about %1 are needed, %2 are free</source>
        <translation>空间不足：约需 %1，可用 %2</translation>
    </message>
    <message>
        <source>there is not enough memory for it</source>
        <translation>内存不足，无法处理</translation>
    </message>
    <message>
        <source>there is not enough memory to decode it</source>
        <translation>内存不足，无法解码</translation>
    </message>
    <message>
        <source>Out of GPU memory</source>
        <translation>GPU 显存不足</translation>
    </message>
    <message>
        <source>Lower the pictures a step, the picture, grid or texture resolution (--set batch=..., image_side=..., grid=...), close other programs that use the GPU, or use --device cpu.</source>
        <translation>请降低每步图片数，或降低图片、网格、纹理的分辨率（--set batch=..., image_side=..., grid=...），关闭其他使用 GPU 的程序，或使用 --device cpu。</translation>
    </message>
    <message>
        <source>Lower the image, grid or texture resolution, or close other programs.</source>
        <translation>请降低图片、网格或纹理的分辨率，或关闭其他程序。</translation>
    </message>
    <message>
        <source>The GPU failed during %1</source>
        <translation>GPU 在执行 %1 时出错</translation>
    </message>
    <message>
        <source>The GPU failed while %1</source>
        <translation>GPU 出错：%1</translation>
    </message>
    <message>
        <source>The GPU failed</source>
        <translation>GPU 出错</translation>
    </message>
    <message>
        <source>Try again, or use --device cpu. If it happens again, check the graphics driver.</source>
        <translation>请重试，或使用 --device cpu。如果再次发生，请检查显卡驱动。</translation>
    </message>
    <message>
        <source>The GPU has too little free memory: the smallest run needs about %1, and %2 of %3 may be used</source>
        <translation>GPU 可用显存太少：最小的运行约需 %1，而 %3 中只能使用 %2</translation>
    </message>
    <message>
        <source>Close other programs that use the GPU, use another one (--device cuda:N), or use --device cpu.</source>
        <translation>请关闭其他使用 GPU 的程序，改用另一块 GPU（--device cuda:N），或使用 --device cpu。</translation>
    </message>
    <message>
        <source>GPU memory: %1, which needs %2 of the %3 that may be used</source>
        <translation>显存：%1，需要 %2，可用上限为 %3</translation>
    </message>
    <message>
        <source>Out of memory at step %1: %2; going on from step %3</source>
        <translation>第 %1 步内存不足：%2；从第 %3 步继续</translation>
    </message>
    <message>
        <source>Out of memory: %1</source>
        <translation>内存不足：%1</translation>
    </message>
    <message>
        <source>views a step %1 -&gt; %2</source>
        <translation>每步图片数 %1 -&gt; %2</translation>
    </message>
    <message>
        <source>picture resolution %1 -&gt; %2</source>
        <translation>图片分辨率 %1 -&gt; %2</translation>
    </message>
    <message>
        <source>texture size %1 -&gt; %2</source>
        <translation>纹理尺寸 %1 -&gt; %2</translation>
    </message>
    <message>
        <source>grid resolution %1 -&gt; %2</source>
        <translation>网格分辨率 %1 -&gt; %2</translation>
    </message>
    <message>
        <source>device &quot;%1&quot;: %2</source>
        <translation>设备“%1”：%2</translation>
    </message>
    <message>
        <source>this build has no CUDA</source>
        <translation>此版本不含 CUDA</translation>
    </message>
    <message>
        <source>there is no NVIDIA GPU</source>
        <translation>没有 NVIDIA GPU</translation>
    </message>
    <message>
        <source>there is no such GPU</source>
        <translation>没有这块 GPU</translation>
    </message>
    <message>
        <source>Use --device cpu (or auto), or build with a CUDA LibTorch.</source>
        <translation>请使用 --device cpu（或 auto），或使用支持 CUDA 的 LibTorch 构建。</translation>
    </message>
    <message>
        <source>Use --device cpu (or auto), or check the graphics driver with nvidia-smi.</source>
        <translation>请使用 --device cpu（或 auto），或用 nvidia-smi 检查显卡驱动。</translation>
    </message>
    <message>
        <source>GPUs here: %1.</source>
        <translation>本机的 GPU：%1。</translation>
    </message>
    <message>
        <source>the computer ran out of memory</source>
        <translation>计算机内存已耗尽</translation>
    </message>
    <message>
        <source>something unexpected failed: %1</source>
        <translation>发生意外错误：%1</translation>
    </message>
    <message>
        <source>another run is writing here (%1)</source>
        <translation>另一个运行正在写入此处（%1）</translation>
    </message>
    <message>
        <source>%1 (%2 are needed, %3 are free)</source>
        <translation>%1（需要 %2，可用 %3）</translation>
    </message>
    <message>
        <source>Check the folder, or choose another output folder.</source>
        <translation>请检查该文件夹，或选择其他输出文件夹。</translation>
    </message>
    <message>
        <source>Check the disk, or choose another output folder.</source>
        <translation>请检查磁盘，或选择其他输出文件夹。</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>请检查磁盘。</translation>
    </message>
    <message>
        <source>Check that the file exists.</source>
        <translation>请检查文件是否存在。</translation>
    </message>
    <message>
        <source>Free some space, or choose an output folder on another disk.</source>
        <translation>请释放一些空间，或选择其他磁盘上的输出文件夹。</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk.</source>
        <translation>请释放一些空间，或选择其他磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>Choose an output folder that you may write to.</source>
        <translation>请选择您有写入权限的输出文件夹。</translation>
    </message>
    <message>
        <source>Choose a folder that you may write to.</source>
        <translation>请选择您有写入权限的文件夹。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>Choose another name, or allow it to be replaced.</source>
        <translation>请选择其他名称，或允许替换。</translation>
    </message>
    <message>
        <source>Give yourself permission to read it.</source>
        <translation>请为自己授予读取权限。</translation>
    </message>
    <message>
        <source>Give an ordinary file.</source>
        <translation>请提供普通文件。</translation>
    </message>
    <message>
        <source>Use smaller pictures, or close other programs.</source>
        <translation>请使用较小的图片，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
    <message>
        <source>Scale the picture down first, or close other programs.</source>
        <translation>请先缩小图片，或关闭其他程序。</translation>
    </message>
    <message>
        <source>Wait until it ends, or choose another output folder.</source>
        <translation>请等待其结束，或选择其他输出文件夹。</translation>
    </message>
    <message>
        <source>This is a bug in Bozzetto; please report it with the log.</source>
        <translation>这是 Bozzetto 的程序错误，请附上日志报告。</translation>
    </message>
    <message>
        <source>Did you mean &quot;%1&quot;?</source>
        <translation>您是否想输入“%1”？</translation>
    </message>
    <message>
        <source>%1 (and %2 more like it)</source>
        <translation>%1（另有 %2 个同类问题）</translation>
    </message>
    <message>
        <source>is not an image of a known format</source>
        <translation>不是已知格式的图片</translation>
    </message>
    <message>
        <source>is not an image (it looks like text)</source>
        <translation>不是图片（看起来是文本）</translation>
    </message>
    <message>
        <source>is an SVG drawing, which is not read</source>
        <translation>是 SVG 图形，不支持读取</translation>
    </message>
    <message>
        <source>is %1, which is not read</source>
        <translation>是 %1，不支持读取</translation>
    </message>
    <message>
        <source>the %1 data is damaged or of an unknown kind</source>
        <translation>%1 数据已损坏或类型未知</translation>
    </message>
    <message>
        <source>decodes to another size than its header says</source>
        <translation>解码后的尺寸与文件头不符</translation>
    </message>
    <message>
        <source>has a kind of pixel that is not read</source>
        <translation>像素类型不支持读取</translation>
    </message>
    <message>
        <source>the file is cut short (%1 bytes)</source>
        <translation>文件不完整（%1 字节）</translation>
    </message>
    <message>
        <source>the JPEG structure is damaged at byte %1</source>
        <translation>JPEG 结构在第 %1 字节处损坏</translation>
    </message>
    <message>
        <source>the PNG header is damaged</source>
        <translation>PNG 文件头已损坏</translation>
    </message>
    <message>
        <source>the PNG checksum of chunk %1 is wrong: the file is damaged</source>
        <translation>PNG 数据块 %1 的校验和错误：文件已损坏</translation>
    </message>
    <message>
        <source>is too small (%1 x %2 pixels)</source>
        <translation>太小（%1 × %2 像素）</translation>
    </message>
    <message>
        <source>is %1 x %2 pixels, but its camera is for %3 x %4</source>
        <translation>为 %1 × %2 像素，但其相机对应 %3 × %4</translation>
    </message>
    <message>
        <source>is the same picture as %1; it is used once</source>
        <translation>与 %1 是同一张图片；只使用一次</translation>
    </message>
    <message>
        <source>is greyscale; it is used as RGB</source>
        <translation>是灰度图；按 RGB 使用</translation>
    </message>
    <message>
        <source>has dark fringes: its colour seems to be multiplied by alpha already</source>
        <translation>有暗边：其颜色似乎已预乘 Alpha</translation>
    </message>
    <message>
        <source>its alpha looks inverted: the border is opaque and the middle transparent</source>
        <translation>其 Alpha 似乎反转：边缘不透明而中间透明</translation>
    </message>
    <message>
        <source>its colour profile is damaged and was ignored; sRGB is assumed</source>
        <translation>其颜色配置文件已损坏，已忽略；按 sRGB 处理</translation>
    </message>
    <message>
        <source>its colour profile is incomplete and was ignored; sRGB is assumed</source>
        <translation>其颜色配置文件不完整，已忽略；按 sRGB 处理</translation>
    </message>
    <message>
        <source>Copy it again from the camera or export it again.</source>
        <translation>请从相机重新复制，或重新导出。</translation>
    </message>
    <message>
        <source>Copy the file again or export the picture again.</source>
        <translation>请重新复制文件或重新导出图片。</translation>
    </message>
    <message>
        <source>Copy or export the picture again.</source>
        <translation>请重新复制或导出图片。</translation>
    </message>
    <message>
        <source>Export the picture again.</source>
        <translation>请重新导出图片。</translation>
    </message>
    <message>
        <source>Export it as 8- or 16-bit PNG.</source>
        <translation>请导出为 8 位或 16 位 PNG。</translation>
    </message>
    <message>
        <source>Export it as PNG; accepted formats are %1.</source>
        <translation>请导出为 PNG；支持的格式有 %1。</translation>
    </message>
    <message>
        <source>Give a real picture; accepted formats are %1.</source>
        <translation>请提供真正的图片；支持的格式有 %1。</translation>
    </message>
    <message>
        <source>Develop it and export it as 16-bit TIFF or as JPEG.</source>
        <translation>请冲洗后导出为 16 位 TIFF 或 JPEG。</translation>
    </message>
    <message>
        <source>Convert it to JPEG or PNG (for example with heif-convert).</source>
        <translation>请转换为 JPEG 或 PNG（例如使用 heif-convert）。</translation>
    </message>
    <message>
        <source>Use pictures of at least 64 x 64 pixels.</source>
        <translation>请使用至少 64 × 64 像素的图片。</translation>
    </message>
    <message>
        <source>Use the pictures that the cameras were computed from, or correct w and h.</source>
        <translation>请使用计算相机时所用的图片，或更正 w 和 h。</translation>
    </message>
    <message>
        <source>Remove one of the two.</source>
        <translation>请删除两者之一。</translation>
    </message>
    <message>
        <source>Remove the others.</source>
        <translation>请删除其余的。</translation>
    </message>
    <message>
        <source>Remove the one that is wrong.</source>
        <translation>请删除错误的那一个。</translation>
    </message>
    <message>
        <source>Nothing to do, unless the result looks wrong.</source>
        <translation>无需处理，除非结果看起来不对。</translation>
    </message>
    <message>
        <source>Export with straight (not premultiplied) alpha.</source>
        <translation>请使用直通（非预乘）Alpha 导出。</translation>
    </message>
    <message>
        <source>Alpha must be opaque where the object is; invert it if the object is the transparent part.</source>
        <translation>物体所在处的 Alpha 必须不透明；如果物体是透明部分，请将其反转。</translation>
    </message>
    <message>
        <source>has no mask, while most pictures have one; it was left out</source>
        <translation>没有遮罩，而大多数图片都有；已略过</translation>
    </message>
    <message>
        <source>only %1 of %2 pictures have a mask</source>
        <translation>%2 张图片中只有 %1 张有遮罩</translation>
    </message>
    <message>
        <source>every mask covers its whole picture</source>
        <translation>每个遮罩都覆盖了整张图片</translation>
    </message>
    <message>
        <source>the object touches the border in %1 of %2 pictures: parts of it were never seen</source>
        <translation>%2 张图片中有 %1 张的物体触及边缘：部分区域从未被拍到</translation>
    </message>
    <message>
        <source>the mask is empty: no pixel belongs to the object</source>
        <translation>遮罩为空：没有像素属于物体</translation>
    </message>
    <message>
        <source>the mask covers the whole picture</source>
        <translation>遮罩覆盖了整张图片</translation>
    </message>
    <message>
        <source>the mask is %1 x %2 pixels, its picture %3 x %4; it was not used</source>
        <translation>遮罩为 %1 × %2 像素，其图片为 %3 × %4；未使用</translation>
    </message>
    <message>
        <source>the mask file and the picture&apos;s alpha disagree; the mask file was used</source>
        <translation>遮罩文件与图片的 Alpha 不一致；已使用遮罩文件</translation>
    </message>
    <message>
        <source>is an 8-bit picture, which holds no metric depth; it was not used</source>
        <translation>是 8 位图片，不含度量深度；未使用</translation>
    </message>
    <message>
        <source>the depth picture is %1 x %2 pixels, its picture %3 x %4; it was not used</source>
        <translation>深度图为 %1 × %2 像素，其图片为 %3 × %4；未使用</translation>
    </message>
    <message>
        <source>depth is measured along the rays, not along the optical axis; it was converted</source>
        <translation>深度沿光线而非光轴测量；已转换</translation>
    </message>
    <message>
        <source>depth looks inverted (near is large): views disagree, and the object is nearest at its rim; it was not used</source>
        <translation>深度似乎反转（近处数值大）：各视图不一致，物体轮廓处反而最近；未使用</translation>
    </message>
    <message>
        <source>%1 depth values are negative or not numbers; they count as unknown</source>
        <translation>%1 个深度值为负或不是数字；按未知处理</translation>
    </message>
    <message>
        <source>belongs to no picture of the set; it was ignored</source>
        <translation>不属于图片集中的任何图片；已忽略</translation>
    </message>
    <message>
        <source>The masks come from depth: every pixel with a depth belongs to the object.</source>
        <translation>遮罩来自深度：每个有深度的像素都属于物体。</translation>
    </message>
    <message>
        <source>Add a mask for it, or remove all masks.</source>
        <translation>请为其添加遮罩，或删除全部遮罩。</translation>
    </message>
    <message>
        <source>Give masks for all pictures, or for none.</source>
        <translation>请为所有图片提供遮罩，或全部不提供。</translation>
    </message>
    <message>
        <source>Give masks that show only the object in white, or remove the masks.</source>
        <translation>请提供仅以白色表示物体的遮罩，或删除遮罩。</translation>
    </message>
    <message>
        <source>Give a mask that shows the object in white, or remove the mask.</source>
        <translation>请提供以白色表示物体的遮罩，或删除该遮罩。</translation>
    </message>
    <message>
        <source>Give a mask that shows only the object in white.</source>
        <translation>请提供仅以白色表示物体的遮罩。</translation>
    </message>
    <message>
        <source>Give a mask of the picture&apos;s size.</source>
        <translation>请提供与图片尺寸相同的遮罩。</translation>
    </message>
    <message>
        <source>Give depth of the same frame.</source>
        <translation>请提供同一画面的深度。</translation>
    </message>
    <message>
        <source>Give 16-bit PNG (a fixed unit, 0 = unknown) or float EXR.</source>
        <translation>请提供 16 位 PNG（固定单位，0 = 未知）或浮点 EXR。</translation>
    </message>
    <message>
        <source>Write 0 where the depth is unknown.</source>
        <translation>深度未知处请写 0。</translation>
    </message>
    <message>
        <source>Export the distance from the camera: small numbers are near.</source>
        <translation>请导出到相机的距离：数值越小越近。</translation>
    </message>
    <message>
        <source>Take pictures that show the whole object, with some space around it.</source>
        <translation>请拍摄包含整个物体并在周围留有余地的图片。</translation>
    </message>
    <message>
        <source>the key &apos;frames&apos; is missing</source>
        <translation>缺少键“frames”</translation>
    </message>
    <message>
        <source>&apos;frames&apos; is not a list</source>
        <translation>“frames”不是列表</translation>
    </message>
    <message>
        <source>&apos;frames&apos; is empty: no picture is listed</source>
        <translation>“frames”为空：没有列出图片</translation>
    </message>
    <message>
        <source>frame &apos;%1&apos; was left out: %2</source>
        <translation>已略过帧“%1”：%2</translation>
    </message>
    <message>
        <source>is listed in two frames; the first one was used</source>
        <translation>在两个帧中列出；已使用第一个</translation>
    </message>
    <message>
        <source>it has no &apos;file_path&apos;</source>
        <translation>缺少“file_path”</translation>
    </message>
    <message>
        <source>it has no &apos;transform_matrix&apos;</source>
        <translation>缺少“transform_matrix”</translation>
    </message>
    <message>
        <source>its transform_matrix is not 4x4 or 3x4</source>
        <translation>其 transform_matrix 不是 4x4 或 3x4</translation>
    </message>
    <message>
        <source>its transform_matrix has no rotation (determinant 0)</source>
        <translation>其 transform_matrix 没有旋转（行列式为 0）</translation>
    </message>
    <message>
        <source>its transform_matrix mirrors (determinant -1)</source>
        <translation>其 transform_matrix 含有镜像（行列式为 -1）</translation>
    </message>
    <message>
        <source>its transform_matrix holds a value that is not a finite, sensible number</source>
        <translation>其 transform_matrix 含有非有限或不合理的数值</translation>
    </message>
    <message>
        <source>all %1 cameras stand at one point (no baseline)</source>
        <translation>全部 %1 个相机位于同一点（没有基线）</translation>
    </message>
    <message>
        <source>the camera_model &apos;%1&apos; is not supported</source>
        <translation>不支持 camera_model“%1”</translation>
    </message>
    <message>
        <source>its lens distortion cannot be undone</source>
        <translation>其镜头畸变无法消除</translation>
    </message>
    <message>
        <source>no intrinsics are given; the focal length comes from EXIF</source>
        <translation>未给出内参；焦距取自 EXIF</translation>
    </message>
    <message>
        <source>no intrinsics are given; a field of view of 50 degrees was assumed</source>
        <translation>未给出内参；假定视角为 50 度</translation>
    </message>
    <message>
        <source>does not fit the other pictures: its silhouette misses the object that they show</source>
        <translation>与其他图片不符：其轮廓与它们所示的物体不重合</translation>
    </message>
    <message>
        <source>the silhouettes do not meet in space (their common volume fills %1 of them)</source>
        <translation>各轮廓在空间中没有交汇（共同体积只占 %1）</translation>
    </message>
    <message>
        <source>the cameras look away from the point where their axes meet</source>
        <translation>相机背对其光轴的交点</translation>
    </message>
    <message>
        <source>the cameras are far from the origin compared with their spread (map coordinates?)</source>
        <translation>相机相对其分布范围离原点过远（地图坐标？）</translation>
    </message>
    <message>
        <source>the &apos;%1&apos; picture is missing; the set goes on without it</source>
        <translation>缺少“%1”图片；图片集将不含此图片继续</translation>
    </message>
    <message>
        <source>no pictures were found</source>
        <translation>未找到图片</translation>
    </message>
    <message>
        <source>none of the %1 pictures can be used. The first: %2</source>
        <translation>%1 张图片均无法使用。第一张：%2</translation>
    </message>
    <message>
        <source>holds more than %1 files</source>
        <translation>包含超过 %1 个文件</translation>
    </message>
    <message>
        <source>is not valid JSON at %1</source>
        <translation>在 %1 处不是有效的 JSON</translation>
    </message>
    <message>
        <source>the JSON ends too early at %1</source>
        <translation>JSON 在 %1 处过早结束</translation>
    </message>
    <message>
        <source>absolute paths of another place were re-linked to files of the same name in the set&apos;s folder</source>
        <translation>其他位置的绝对路径已重新关联到图片集文件夹中的同名文件</translation>
    </message>
    <message>
        <source>Lens distortion was removed from the pictures; cameras are pinholes now.</source>
        <translation>已消除图片的镜头畸变；相机现为针孔模型。</translation>
    </message>
    <message>
        <source>The file says from_na: its cameras look along +z with y down and were turned.</source>
        <translation>文件声明为 from_na：其相机沿 +z 观察且 y 向下，已转换。</translation>
    </message>
    <message>
        <source>A transforms file has a list &apos;frames&apos; of objects with &apos;file_path&apos; and &apos;transform_matrix&apos;.</source>
        <translation>transforms 文件应有列表“frames”，其中的对象含“file_path”和“transform_matrix”。</translation>
    </message>
    <message>
        <source>Give a folder that holds only the pictures to use.</source>
        <translation>请提供仅包含所用图片的文件夹。</translation>
    </message>
    <message>
        <source>Put the file there, or remove the frame from the camera file.</source>
        <translation>请将文件放到该处，或从相机文件中删除该帧。</translation>
    </message>
    <message>
        <source>Remove one of the two frames.</source>
        <translation>请删除两个帧之一。</translation>
    </message>
    <message>
        <source>Name the frame&apos;s picture in &apos;file_path&apos;.</source>
        <translation>请在“file_path”中给出该帧的图片。</translation>
    </message>
    <message>
        <source>Give &apos;transform_matrix&apos; as 4 (or 3) rows of 4 numbers, camera to world.</source>
        <translation>请以 4（或 3）行、每行 4 个数的形式给出“transform_matrix”（相机到世界）。</translation>
    </message>
    <message>
        <source>Add fl_x (pixels) or camera_angle_x (radians) to the camera file.</source>
        <translation>请在相机文件中添加 fl_x（像素）或 camera_angle_x（弧度）。</translation>
    </message>
    <message>
        <source>Check that these are the right pictures.</source>
        <translation>请检查图片是否正确。</translation>
    </message>
    <message>
        <source>Remove it if it shows something else, or if its pose or mask is wrong.</source>
        <translation>如果它显示的是其他内容，或其位姿或遮罩有误，请将其删除。</translation>
    </message>
    <message>
        <source>Check that poses, pictures and masks belong together and that poses are camera-to-world with x right, y up, looking along -z.</source>
        <translation>请检查位姿、图片和遮罩是否对应，且位姿为相机到世界：x 向右、y 向上、沿 -z 观察。</translation>
    </message>
    <message>
        <source>Check k1, k2, p1, p2 in the camera file, or undistort the pictures first.</source>
        <translation>请检查相机文件中的 k1、k2、p1、p2，或先消除图片畸变。</translation>
    </message>
    <message>
        <source>Undistort the pictures to a pinhole camera first; OPENCV, OPENCV_FISHEYE and PINHOLE are read.</source>
        <translation>请先将图片去畸变为针孔相机；支持 OPENCV、OPENCV_FISHEYE 和 PINHOLE。</translation>
    </message>
    <message>
        <source>Depth can only be seen from different places: check that &apos;transform_matrix&apos; holds each camera&apos;s own position.</source>
        <translation>深度只能从不同位置得出：请检查“transform_matrix”是否包含各相机自己的位置。</translation>
    </message>
    <message>
        <source>Look there for a missing or extra comma, a comment or a decimal comma.</source>
        <translation>请检查该处是否有缺少或多余的逗号、注释或小数逗号。</translation>
    </message>
    <message>
        <source>The file is cut short; copy or write it again.</source>
        <translation>文件不完整；请重新复制或写出。</translation>
    </message>
    <message>
        <source>Write it again with the program that made it.</source>
        <translation>请用生成它的程序重新写出。</translation>
    </message>
    <message>
        <source>Add %1.png if there is one.</source>
        <translation>如果有 %1.png，请添加。</translation>
    </message>
    <message>
        <source>%1 of %2 images have a camera and a mask; nvdiffrec needs at least %3</source>
        <translation>%2 张图片中有 %1 张具有相机和遮罩；nvdiffrec 至少需要 %3 张</translation>
    </message>
    <message>
        <source>Give poses (transforms.json) and masks (alpha, or a masks folder); &apos;bozzetto-cli info&apos; shows what was found.</source>
        <translation>请提供位姿（transforms.json）和遮罩（Alpha 或 masks 文件夹）；“bozzetto-cli info”会显示找到的内容。</translation>
    </message>
    <message>
        <source>The masks and cameras leave no common volume: the visual hull is empty</source>
        <translation>遮罩和相机没有共同体积：可视外壳为空</translation>
    </message>
    <message>
        <source>Nothing matched the masks: the mesh vanished during optimisation</source>
        <translation>没有内容与遮罩相符：网格在优化过程中消失</translation>
    </message>
    <message>
        <source>The reconstruction vanished: no surface is left in the box</source>
        <translation>重建结果消失：包围盒内没有剩余表面</translation>
    </message>
    <message>
        <source>The %1 stage diverged: its loss has been over ten times its best for %2 steps</source>
        <translation>阶段 %1 发散：其损失已有 %2 步超过最佳值的十倍</translation>
    </message>
    <message>
        <source>The loss is not a number at step %1 of the shape stage</source>
        <translation>形状阶段第 %1 步的损失不是数字</translation>
    </message>
    <message>
        <source>The loss is not a number at step %1 of the texture stage</source>
        <translation>纹理阶段第 %1 步的损失不是数字</translation>
    </message>
    <message>
        <source>The structure that was found has %1 voxels; an object has %2 to %3.</source>
        <translation>找到的结构有 %1 个体素；一个物体应有 %2 到 %3 个。</translation>
    </message>
    <message>
        <source>Check that the masks show the object, or try another seed.</source>
        <translation>请检查蒙版是否显示了物体，或换一个种子。</translation>
    </message>
    <message>
        <source>Check that the masks leave the background out, or try another seed.</source>
        <translation>请检查蒙版是否排除了背景，或换一个种子。</translation>
    </message>
    <message>
        <source>The checkpoint is damaged</source>
        <translation>检查点已损坏</translation>
    </message>
    <message>
        <source>belongs to another job (inputs, settings, seed or version differ)</source>
        <translation>属于另一个任务（输入、设置、种子或版本不同）</translation>
    </message>
    <message>
        <source>the result is empty: no surface was found that fits the masks</source>
        <translation>结果为空：未找到与遮罩相符的表面</translation>
    </message>
    <message>
        <source>The mesh has no triangles: there is nothing to export.</source>
        <translation>网格没有三角形：没有可导出的内容。</translation>
    </message>
    <message>
        <source>The mesh has no texture; it can be written as PLY with colours only.</source>
        <translation>网格没有纹理；可写为仅含颜色的 PLY。</translation>
    </message>
    <message>
        <source>Run the reconstruction again.</source>
        <translation>请重新运行重建。</translation>
    </message>
    <message>
        <source>Choose PLY.</source>
        <translation>请选择 PLY。</translation>
    </message>
    <message>
        <source>is not a Bozzetto project</source>
        <translation>不是 Bozzetto 项目</translation>
    </message>
    <message>
        <source>was saved by a newer Bozzetto (project version %1; this one reads up to %2)</source>
        <translation>由更新版本的 Bozzetto 保存（项目版本 %1；此版本最高支持 %2）</translation>
    </message>
    <message>
        <source>Choose a file that Bozzetto saved.</source>
        <translation>请选择由 Bozzetto 保存的文件。</translation>
    </message>
    <message>
        <source>Update Bozzetto to open it.</source>
        <translation>请更新 Bozzetto 后打开。</translation>
    </message>
    <message>
        <source>Correct it, or use a copy of the file.</source>
        <translation>请更正，或使用该文件的副本。</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁盘空间不足</translation>
    </message>
    <message>
        <source>Permission denied</source>
        <translation>没有权限</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>文件系统为只读</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>没有该文件或文件夹</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>输入/输出错误</translation>
    </message>
    <message>
        <source>there is no such program</source>
        <translation>没有这个程序</translation>
    </message>
    <message>
        <source>is not COLMAP</source>
        <translation>不是 COLMAP</translation>
    </message>
    <message>
        <source>COLMAP finds the cameras of photographs. On Debian and Ubuntu install the package &quot;colmap&quot; (apt install colmap), or give cameras from another program.</source>
        <translation>COLMAP 用来求出照片的相机。在 Debian 和 Ubuntu 上请安装软件包“colmap”（apt install colmap），或使用其他程序给出的相机。</translation>
    </message>
    <message>
        <source>the cameras of only %1 of %2 pictures could be found%3</source>
        <translation>%2 张图片中只有 %1 张求出了相机%3</translation>
    </message>
    <message>
        <source>the cameras of only %1 of %2 pictures could be found</source>
        <translation>%2 张图片中只有 %1 张求出了相机</translation>
    </message>
    <message>
        <source>Take 20 to 60 sharp pictures all around the object in steps of 10 to 20 degrees, on something with a pattern, without moving the object.</source>
        <translation>请围绕物体每隔 10 到 20 度拍一张，共 20 到 60 张清晰的图片；把物体放在有花纹的表面上，拍摄时不要移动它。</translation>
    </message>
    <message>
        <source>there was not enough memory for COLMAP (%1)</source>
        <translation>COLMAP 的内存不足 （%1）</translation>
    </message>
    <message>
        <source>Close other programs, or use fewer or smaller pictures.</source>
        <translation>请关闭其他程序，或使用更少、更小的图片。</translation>
    </message>
    <message>
        <source>world-to-camera matrices with %1</source>
        <translation>世界到相机的矩阵，%1</translation>
    </message>
    <message>
        <source>world-to-camera matrices</source>
        <translation>世界到相机的矩阵</translation>
    </message>
    <message>
        <source>rotations transposed, %1</source>
        <translation>旋转矩阵转置，%1</translation>
    </message>
    <message>
        <source>rotations transposed</source>
        <translation>旋转矩阵转置</translation>
    </message>
    <message>
        <source>OpenGL and Blender axes (x right, y up, looking along -z)</source>
        <translation>OpenGL 和 Blender 的坐标轴（x 向右，y 向上，朝 -z 看）</translation>
    </message>
    <message>
        <source>OpenCV&apos;s camera axes (x right, y down, looking along +z)</source>
        <translation>OpenCV 的相机坐标轴（x 向右，y 向下，朝 +z 看）</translation>
    </message>
    <message>
        <source>PyTorch3D axes (x left, y up, looking along +z)</source>
        <translation>PyTorch3D 的坐标轴（x 向左，y 向上，朝 +z 看）</translation>
    </message>
    <message>
        <source>pictures upside down (x left, y down, looking along -z)</source>
        <translation>图片上下颠倒（x 向左，y 向下，朝 -z 看）</translation>
    </message>
    <message>
        <source>LLFF axes (x down, y right, looking along -z)</source>
        <translation>LLFF 的坐标轴（x 向下，y 向右，朝 -z 看）</translation>
    </message>
    <message>
        <source>pictures turned (x up, y left, looking along -z)</source>
        <translation>图片转了 90 度（x 向上，y 向左，朝 -z 看）</translation>
    </message>
    <message>
        <source>robot axes (looking along x, y left, z up)</source>
        <translation>机器人的坐标轴（朝 x 看，y 向左，z 向上）</translation>
    </message>
    <message>
        <source>z-up camera axes (x right, looking along y, z up)</source>
        <translation>z 向上的相机坐标轴（x 向右，朝 y 看，z 向上）</translation>
    </message>
    <message>
        <source>Unity, left-handed (x right, y up, looking along +z)</source>
        <translation>Unity，左手系（x 向右，y 向上，朝 +z 看）</translation>
    </message>
    <message>
        <source>left-handed (x right, y down, looking along -z)</source>
        <translation>左手系（x 向右，y 向下，朝 -z 看）</translation>
    </message>
    <message>
        <source>left-handed (x left, y up, looking along -z)</source>
        <translation>左手系（x 向左，y 向上，朝 -z 看）</translation>
    </message>
    <message>
        <source>Unreal, left-handed (looking along x, y right, z up)</source>
        <translation>Unreal，左手系（朝 x 看，y 向右，z 向上）</translation>
    </message>
    <message>
        <source>The mask&apos;s outline in cyan; in orange the volume that all masks have in common, as this camera sees it.</source>
        <translation>青色是遮罩的轮廓；橙色是所有遮罩共有的空间在这台相机中的样子。</translation>
    </message>
    <message>
        <source>The sparse points that this picture sees.</source>
        <translation>这张图片看到的稀疏点。</translation>
    </message>
    <message>
        <source>Details found in other pictures too; red lines lead to where those place them.</source>
        <translation>在其他图片中也找到的细节；红线指向那些图片认为它们所在的位置。</translation>
    </message>
    <message>
        <source>holds no COLMAP model</source>
        <translation>其中没有 COLMAP 模型</translation>
    </message>
    <message>
        <source>A model is a folder with cameras and images, both .bin or both .txt.</source>
        <translation>模型是一个包含 cameras 和 images 的文件夹，两者同为 .bin 或同为 .txt。</translation>
    </message>
    <message>
        <source>the image &apos;%1&apos; was left out: %2</source>
        <translation>图像“%1”被略去：%2</translation>
    </message>
    <message>
        <source>the camera model %1 is not supported</source>
        <translation>不支持相机模型 %1</translation>
    </message>
    <message>
        <source>Undistort the pictures with &apos;colmap image_undistorter&apos; and give its folder, or estimate the cameras with the model OPENCV.</source>
        <translation>请用“colmap image_undistorter”对图片去畸变并给出其文件夹，或用 OPENCV 模型估计相机。</translation>
    </message>
    <message>
        <source>none of the model&apos;s cameras can be used. The first: %1</source>
        <translation>模型中没有可用的相机。第一个：%1</translation>
    </message>
    <message>
        <source>the model&apos;s binary files and text files disagree (%1); the binary ones were used</source>
        <translation>模型的二进制文件与文本文件不一致（%1）；已使用二进制文件</translation>
    </message>
    <message>
        <source>Remove the files that are out of date.</source>
        <translation>请删除过时的文件。</translation>
    </message>
    <message>
        <source>the pictures fell apart into several models; the others (%1) were not used</source>
        <translation>图片分成了多个模型；其余的（%1）未使用</translation>
    </message>
    <message>
        <source>Give another model&apos;s folder to use that one.</source>
        <translation>要使用另一个模型，请给出它的文件夹。</translation>
    </message>
    <message>
        <source>names none of the set&apos;s pictures (it names %1; the set has %2)</source>
        <translation>没有提到这组图片中的任何一张（它提到 %1；这组图片有 %2）</translation>
    </message>
    <message>
        <source>Give the pictures that the cameras were computed from, with their names.</source>
        <translation>请给出计算相机时所用的图片，并保留其名称。</translation>
    </message>
    <message>
        <source>holds %1 cameras in the order of the pictures&apos; names, and the set has %2 pictures</source>
        <translation>按图片名称顺序包含 %1 个相机，而这组图片有 %2 张</translation>
    </message>
    <message>
        <source>Give exactly the pictures that the cameras were computed from.</source>
        <translation>请只给出计算相机时所用的那些图片。</translation>
    </message>
    <message>
        <source>%1 cameras were matched %2 (%3)</source>
        <translation>已匹配 %1 个相机，%2（%3）</translation>
    </message>
    <message>
        <source>without regard to folders</source>
        <translation>不考虑文件夹</translation>
    </message>
    <message>
        <source>without regard to upper and lower case</source>
        <translation>不考虑大小写</translation>
    </message>
    <message>
        <source>without regard to the names&apos; endings</source>
        <translation>不考虑扩展名</translation>
    </message>
    <message>
        <source>Nothing to do if these are the right pictures.</source>
        <translation>如果图片无误，则无需操作。</translation>
    </message>
    <message>
        <source>%1 cameras of %2 have no picture in the set: %3</source>
        <translation>%2 个相机中有 %1 个没有对应的图片：%3</translation>
    </message>
    <message>
        <source>Add the pictures if they are missing.</source>
        <translation>如果缺少图片，请添加。</translation>
    </message>
    <message>
        <source>%1 pictures of %2 have no camera: %3</source>
        <translation>%2 张图片中有 %1 张没有相机：%3</translation>
    </message>
    <message>
        <source>They are not used; align them in the program that made the camera file.</source>
        <translation>它们不会被使用；请在生成相机文件的程序中对齐它们。</translation>
    </message>
    <message>
        <source>more than one camera fits these pictures, which get none: %1</source>
        <translation>这些图片对应多个相机，因此不分配：%1</translation>
    </message>
    <message>
        <source>Give the pictures in the folders that the camera file names.</source>
        <translation>请按相机文件中的文件夹提供图片。</translation>
    </message>
    <message>
        <source>no pictures were found in its folder or in the three above</source>
        <translation>在其文件夹及上三级文件夹中未找到图片</translation>
    </message>
    <message>
        <source>Put the pictures that the cameras were computed from beside the camera file, in a folder &apos;images&apos;, or give pictures and camera file together.</source>
        <translation>请把计算相机时所用的图片放在相机文件旁的“images”文件夹中，或同时给出图片和相机文件。</translation>
    </message>
    <message>
        <source>is no camera file of a known program</source>
        <translation>不是已知程序的相机文件</translation>
    </message>
    <message>
        <source>Give a COLMAP model, a Metashape XML, a RealityScan CSV or XMP, poses_bounds.npy, cameras_sphere.npz or a transforms JSON file.</source>
        <translation>请给出 COLMAP 模型、Metashape XML、RealityScan CSV 或 XMP、poses_bounds.npy、cameras_sphere.npz 或 transforms JSON 文件。</translation>
    </message>
    <message>
        <source>at byte %1: %2</source>
        <translation>在第 %1 字节处：%2</translation>
    </message>
    <message>
        <source>The file is damaged or cut short: copy it again, or write it again with the program that made it.</source>
        <translation>文件已损坏或不完整：请重新复制，或用生成它的程序重新写出。</translation>
    </message>
    <message>
        <source>%1 cameras are disabled in Metashape and were left out: %2</source>
        <translation>%1 个相机在 Metashape 中被禁用，已略去：%2</translation>
    </message>
    <message>
        <source>Enable them there if they are to be used.</source>
        <translation>如需使用，请在那里启用它们。</translation>
    </message>
    <message>
        <source>%1 cameras are not aligned and were left out: %2</source>
        <translation>%1 个相机未对齐，已略去：%2</translation>
    </message>
    <message>
        <source>Align them in Metashape if they are to be used.</source>
        <translation>如需使用，请在 Metashape 中对齐它们。</translation>
    </message>
    <message>
        <source>the photos fell apart into %1 components; the largest was used, %2 cameras of the others were left out</source>
        <translation>照片分成了 %1 个组件；已使用最大的一个，其余的 %2 个相机被略去</translation>
    </message>
    <message>
        <source>Merge the components in Metashape if they belong together.</source>
        <translation>如果它们属于同一场景，请在 Metashape 中合并组件。</translation>
    </message>
    <message>
        <source>the column &apos;%1&apos; is missing</source>
        <translation>缺少列“%1”</translation>
    </message>
    <message>
        <source>Export &apos;Internal/External camera parameters&apos; from RealityScan again, with a decimal point.</source>
        <translation>请从 RealityScan 重新导出“Internal/External camera parameters”，使用小数点。</translation>
    </message>
    <message>
        <source>its camera was left out: %1</source>
        <translation>其相机被略去：%1</translation>
    </message>
    <message>
        <source>its distortion model &apos;%1&apos; is not supported</source>
        <translation>不支持其畸变模型“%1”</translation>
    </message>
    <message>
        <source>it declares a document type or entities (%1), which is refused</source>
        <translation>它声明了文档类型或实体（%1），已拒绝</translation>
    </message>
    <message>
        <source>Remove the declaration, or export the file again.</source>
        <translation>请删除该声明，或重新导出文件。</translation>
    </message>
    <message>
        <source>it is not well-formed XML (%1)</source>
        <translation>不是格式正确的 XML（%1）</translation>
    </message>
    <message>
        <source>The file is damaged or cut short: copy it again, or export it again.</source>
        <translation>文件已损坏或不完整：请重新复制或重新导出。</translation>
    </message>
    <message>
        <source>The camera file names no pictures: its cameras were given to the pictures in the order of their names.</source>
        <translation>相机文件未提及图片：已按图片名称的顺序分配相机。</translation>
    </message>
    <message>
        <source>is a HEIC/AVIF picture of a kind that is not read: %1</source>
        <translation>是不支持读取的 HEIC/AVIF 图片类型：%1</translation>
    </message>
    <message>
        <source>the HEIC/AVIF data is damaged: %1</source>
        <translation>HEIC/AVIF 数据已损坏：%1</translation>
    </message>
    <message>
        <source>is a camera raw file of a kind that is not read</source>
        <translation>是不支持读取的相机 RAW 文件类型</translation>
    </message>
    <message>
        <source>the camera raw data is damaged</source>
        <translation>相机 RAW 数据已损坏</translation>
    </message>
    <message>
        <source>the camera raw data is damaged: %1</source>
        <translation>相机 RAW 数据已损坏：%1</translation>
    </message>
    <message>
        <source>Copy it again from the camera.</source>
        <translation>请从相机重新复制。</translation>
    </message>
    <message>
        <source>its EXIF %1 cannot be right and was ignored</source>
        <translation>其 EXIF 中的 %1 不可能正确，已忽略</translation>
    </message>
    <message>
        <source>is the same photograph as %1; the developed picture is used</source>
        <translation>与 %1 是同一张照片；使用已冲洗的图片</translation>
    </message>
    <message>
        <source>Move one of the two away to choose the other.</source>
        <translation>移走其中一个即可使用另一个。</translation>
    </message>
    <message>
        <source>holds several pictures; only the main one is used</source>
        <translation>包含多张图片；只使用主图片</translation>
    </message>
    <message>
        <source>the program %1, which reads videos, is not installed</source>
        <translation>读取视频的程序 %1 未安装</translation>
    </message>
    <message>
        <source>Install FFmpeg (Debian package: ffmpeg), or give a folder of pictures.</source>
        <translation>请安装 FFmpeg（Debian 软件包：ffmpeg），或指定图片文件夹。</translation>
    </message>
    <message>
        <source>is not a video that can be read, or is damaged</source>
        <translation>不是可读取的视频，或已损坏</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export it as MP4.</source>
        <translation>请从相机重新复制，或导出为 MP4。</translation>
    </message>
    <message>
        <source>is cut short or damaged: %1 of %2 frames can be read</source>
        <translation>被截断或已损坏：%2 帧中只能读取 %1 帧</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export the part that plays.</source>
        <translation>请从相机重新复制，或导出可播放的部分。</translation>
    </message>
    <message>
        <source>no frame of it can be decoded</source>
        <translation>无法解码其中任何一帧</translation>
    </message>
    <message>
        <source>Copy it again from the camera, or export it as MP4 (H.264).</source>
        <translation>请从相机重新复制，或导出为 MP4（H.264）。</translation>
    </message>
    <message>
        <source>holds several videos and no pictures</source>
        <translation>包含多个视频且没有图片</translation>
    </message>
    <message>
        <source>Give the video that goes round the object.</source>
        <translation>请指定环绕物体拍摄的视频。</translation>
    </message>
    <message>
        <source>%1 frames were taken from %2, the sharpest of each interval.</source>
        <translation>从 %2 中取了 %1 帧，即每段中最清晰的一帧。</translation>
    </message>
    <message>
        <source>The video is HDR; its values are taken as sRGB.</source>
        <translation>视频为 HDR；其数值按 sRGB 处理。</translation>
    </message>
    <message>
        <source>holds no masks</source>
        <translation>不包含遮罩</translation>
    </message>
    <message>
        <source>no mask in it is named like a picture of the set</source>
        <translation>其中没有与本组图片同名的遮罩</translation>
    </message>
    <message>
        <source>Name a mask like its picture: a.png, a.jpg.png or a_mask.png for a.jpg.</source>
        <translation>遮罩应与图片同名：a.jpg 对应 a.png、a.jpg.png 或 a_mask.png。</translation>
    </message>
    <message>
        <source>no picture of the set has a mask</source>
        <translation>本组中没有带遮罩的图片</translation>
    </message>
    <message>
        <source>Make masks first.</source>
        <translation>请先生成遮罩。</translation>
    </message>
    <message>
        <source>no mask in the folder is named like it</source>
        <translation>文件夹中没有与其同名的遮罩</translation>
    </message>
    <message>
        <source>Name a mask like its picture.</source>
        <translation>遮罩应与其图片同名。</translation>
    </message>
    <message>
        <source>PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR and camera raw</source>
        <translation>PNG、JPEG、TIFF、WebP、HEIC、EXR、HDR 和相机 RAW</translation>
    </message>
    <message>
        <source>Give a folder of PNG, JPEG, TIFF, WebP, HEIC, EXR or camera raw pictures, a video, or a transforms JSON file.</source>
        <translation>请指定包含 PNG、JPEG、TIFF、WebP、HEIC、EXR 或相机 RAW 图片的文件夹、一个视频，或 transforms JSON 文件。</translation>
    </message>
    <message>
        <source>what came for %1 is no safetensors file</source>
        <translation>收到的 %1 不是 safetensors 文件</translation>
    </message>
    <message>
        <source>what came for %1 is no file by torch.save</source>
        <translation>收到的 %1 不是 torch.save 写的文件</translation>
    </message>
    <message>
        <source>what came for %1 is no JSON</source>
        <translation>收到的 %1 不是 JSON</translation>
    </message>
    <message>
        <source>what came for %1 is cut short, or longer than its content</source>
        <translation>收到的 %1 被截断，或比其内容更长</translation>
    </message>
    <message>
        <source>what came for %1 has the wrong checksum (%2..., not %3...)</source>
        <translation>收到的 %1 校验和错误（%2…，应为 %3…）</translation>
    </message>
    <message>
        <source>has %1 bytes where %2 has %3</source>
        <translation>有 %1 字节，而 %2 应有 %3 字节</translation>
    </message>
    <message>
        <source>is not %1: its checksum is wrong</source>
        <translation>不是 %1：校验和错误</translation>
    </message>
    <message>
        <source>its checksum is wrong: the file was changed or the disk is failing</source>
        <translation>校验和错误：文件被改动，或磁盘正在损坏</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>weights are missing: %1</source>
        <translation>缺少权重：%1</translation>
    </message>
    <message>
        <source>these weights are under licences that were not accepted:%1</source>
        <translation>这些权重的许可证尚未被接受：%1</translation>
    </message>
    <message>
        <source>the server answers %1: it wants a login</source>
        <translation>服务器回应 %1：需要登录</translation>
    </message>
    <message>
        <source>the server answers %1</source>
        <translation>服务器回应 %1</translation>
    </message>
    <message>
        <source>the server sends a web page, not the file</source>
        <translation>服务器发来的是网页，不是文件</translation>
    </message>
    <message>
        <source>the server offers %1 bytes for %2 where %3 are right</source>
        <translation>服务器为 %2 提供 %1 字节，正确的是 %3 字节</translation>
    </message>
    <message>
        <source>the server sends more for %1 than the file has</source>
        <translation>服务器为 %1 发来的内容多于文件本身</translation>
    </message>
    <message>
        <source>the transfer ended after %1 of %2</source>
        <translation>传输在 %2 中的 %1 后结束</translation>
    </message>
    <message>
        <source>the file on the server has changed</source>
        <translation>服务器上的文件已改变</translation>
    </message>
    <message>
        <source>%1 are needed, %2 are free</source>
        <translation>需要 %1，可用 %2</translation>
    </message>
    <message>
        <source>cannot be written: %1 (%2 are missing)</source>
        <translation>无法写入：%1（还差 %2）</translation>
    </message>
    <message>
        <source>not taken: such a file is a program, and could do anything</source>
        <translation>未采用：这种文件是程序，可能做任何事</translation>
    </message>
    <message>
        <source>this build of Bozzetto does not download</source>
        <translation>此版本的 Bozzetto 不支持下载</translation>
    </message>
    <message>
        <source>there is no home folder to keep weights in</source>
        <translation>没有可存放权重的主目录</translation>
    </message>
    <message>
        <source>the weights folder cannot be made: %1</source>
        <translation>无法创建权重文件夹：%1</translation>
    </message>
    <message>
        <source>the weights &apos;%1&apos; %2</source>
        <translation>权重“%1”：%2</translation>
    </message>
    <message>
        <source>is missing; it would be %1</source>
        <translation>缺失；应为 %1</translation>
    </message>
    <message>
        <source>is %1 where %2 is wanted</source>
        <translation>为 %1，应为 %2</translation>
    </message>
    <message>
        <source>holds numbers that are not finite as %1</source>
        <translation>含有在 %1 下不是有限值的数</translation>
    </message>
    <message>
        <source>Fetch them with: bozzetto-cli weights fetch</source>
        <translation>请在“编辑”&gt;“网络权重”中获取，或运行：bozzetto-cli weights fetch</translation>
    </message>
    <message>
        <source>Fetch it again, from another mirror if this repeats.</source>
        <translation>请重新获取；若再次出现，请换一个镜像。</translation>
    </message>
    <message>
        <source>It was kept for inspection. Fetch it again, from another mirror if this repeats.</source>
        <translation>该文件已保留以供检查。请重新获取；若再次出现，请换一个镜像。</translation>
    </message>
    <message>
        <source>Try later or set another mirror; or get the file another way and give its folder to: bozzetto-cli weights import FOLDER</source>
        <translation>请稍后再试或设置另一个镜像；或用其他方式取得文件，再用“使用已有文件”导入。</translation>
    </message>
    <message>
        <source>Accept the terms on the model&apos;s page (%1), download the file there, and give its folder to: bozzetto-cli weights import FOLDER</source>
        <translation>请在模型页面（%1）接受条款，在那里下载文件，再用“使用已有文件”导入。</translation>
    </message>
    <message>
        <source>Free some space, or choose a folder on another disk with --weights.</source>
        <translation>请腾出空间，或选择另一块磁盘上的文件夹。</translation>
    </message>
    <message>
        <source>What came is kept. Free some space and fetch again to go on.</source>
        <translation>已收到的部分会保留。请腾出空间后继续获取。</translation>
    </message>
    <message>
        <source>Check the weights folder, or choose another one with --weights.</source>
        <translation>请检查权重文件夹，或选择另一个。</translation>
    </message>
    <message>
        <source>The file is damaged or another version; get it again.</source>
        <translation>文件已损坏或版本不同；请重新取得。</translation>
    </message>
    <message>
        <source>The file is damaged, or of another network or version; fetch it again.</source>
        <translation>文件已损坏，或属于其他网络或版本；请重新获取。</translation>
    </message>
    <message>
        <source>The networks look at %1 of the %2 pictures, spread as far as possible: %3</source>
        <translation>网络观察 %2 张图片中的 %1 张，尽量分散：%3</translation>
    </message>
    <message>
        <source>A stage was ended on request after %1 of %2 steps</source>
        <translation>按要求在 %2 步中的第 %1 步后结束了一个阶段</translation>
    </message>
    <message>
        <source>The time limit ended a stage after %1 of %2 steps</source>
        <translation>时间限制在 %2 步中的第 %1 步后结束了一个阶段</translation>
    </message>
    <message>
        <source>GPU memory: views %1 -&gt; %2, for %3 may be used</source>
        <translation>显存：视图数 %1 -&gt; %2，因为只能使用 %3</translation>
    </message>
    <message>
        <source>Close other programs that use the GPU, take fewer pictures (--exclude), use another GPU (--device cuda:N), or use --device cpu.</source>
        <translation>请关闭其他占用显卡的程序，减少图片（--exclude），换用另一块显卡（--device cuda:N），或使用 --device cpu。</translation>
    </message>
    <message>
        <source>Out of GPU memory: the stage is done again in smaller pieces</source>
        <translation>GPU 显存不足：该阶段将分成更小的块重做</translation>
    </message>
    <message>
        <source>Out of GPU memory: the stage is done again with %1 of %2 views</source>
        <translation>GPU 显存不足：该阶段将用 %2 个视图中的 %1 个重做</translation>
    </message>
    <message>
        <source>The GPU has too little free memory: one picture needs about %1, and %2 of %3 may be used</source>
        <translation>显卡可用显存太少：一张图片约需 %1，而 %3 中只能使用 %2</translation>
    </message>
    <message>
        <source>There is too little free memory: about %1 are needed, and %2 are free</source>
        <translation>可用内存太少：约需 %1，可用 %2</translation>
    </message>
    <message>
        <source>Close other programs, take fewer pictures (--exclude), or use a GPU (--device cuda).</source>
        <translation>关闭其他程序，减少图片（--exclude），或使用显卡（--device cuda）。</translation>
    </message>
    <message>
        <source>The networks found no surface in these pictures</source>
        <translation>网络在这些图片中没有找到表面</translation>
    </message>
    <message>
        <source>Check that the masks show the object and nothing else; try another --seed.</source>
        <translation>检查遮罩是否只显示物体；尝试另一个 --seed。</translation>
    </message>
    <message>
        <source>%1: no picture shows an object</source>
        <translation>%1：没有图片显示物体</translation>
    </message>
    <message>
        <source>Check the masks: the object is white, the background black.</source>
        <translation>检查遮罩：物体为白色，背景为黑色。</translation>
    </message>
    <message>
        <source>Weights are missing: the decoder of splats</source>
        <translation>缺少权重：泼溅解码器</translation>
    </message>
    <message>
        <source>Fetch them with &apos;bozzetto-cli weights fetch&apos;, or leave splats off.</source>
        <translation>用 “bozzetto-cli weights fetch” 获取，或关闭泼溅。</translation>
    </message>
    <message>
        <source>The %1 gave numbers that are not finite</source>
        <translation>%1 给出了非有限的数</translation>
    </message>
    <message>
        <source>Try another --seed; if it happens again, check the weights with &apos;bozzetto-cli weights verify&apos;.</source>
        <translation>尝试另一个 --seed；若再次发生，用 “bozzetto-cli weights verify” 检查权重。</translation>
    </message>
    <message>
        <source>%1: %2 tensors are not used by this program: %3</source>
        <translation>%1：有 %2 个张量未被本程序使用：%3</translation>
    </message>
    <message>
        <source>%1: no texture from it, its mask is empty</source>
        <translation>%1：未用作纹理，其遮罩为空</translation>
    </message>
    <message>
        <source>%1: no texture from it, the mesh does not look like it</source>
        <translation>%1：未用作纹理，网格与它不相似</translation>
    </message>
    <message>
        <source>The mesh is in its own coordinates: fewer than two photographs could be placed</source>
        <translation>网格使用自身坐标：能定位的照片不足两张</translation>
    </message>
    <message>
        <source>The mesh may not stand right among the cameras: by its looks they would be up to %1 degrees elsewhere</source>
        <translation>网格相对相机的位置可能不对：从外观看相机应偏离多达 %1 度</translation>
    </message>
</context>
<context>
    <name>EngineWords</name>
    <message>
        <source>Isosurface</source>
        <translation>等值面</translation>
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
        <translation>从距离场提取表面的方式。FlexiCubes 生成的三角形更少、形状更好；DMTet 是原始方法的旧方式。</translation>
    </message>
    <message>
        <source>Depth maps</source>
        <translation>深度图</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>on</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Depth maps of the set guide the shape when there are any; off ignores them.</source>
        <translation>图片集若有深度图，则用于引导形状；“关”则忽略。</translation>
    </message>
    <message>
        <source>Start only</source>
        <translation>仅初始形状</translation>
    </message>
    <message>
        <source>On: stops at what the optimisation starts from, the visual hull with the pictures&apos; mean colours. For comparison.</source>
        <translation>开启后停在优化的起点，即带有图片平均颜色的可视外壳。用于比较。</translation>
    </message>
    <message>
        <source>Grid resolution</source>
        <translation>栅格分辨率</translation>
    </message>
    <message>
        <source>cells</source>
        <translation>格</translation>
    </message>
    <message>
        <source>Cells along the longest side of the object&apos;s box. Twice as many resolve half the detail size and cost four times the time. 0: 96 where depth maps guide the shape, else 64.</source>
        <translation>沿物体包围盒最长边的格数。加倍可分辨一半大小的细节，耗时为四倍。0：有深度图引导形状时为 96，否则为 64。</translation>
    </message>
    <message>
        <source>Picture resolution</source>
        <translation>图片分辨率</translation>
    </message>
    <message>
        <source>px</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Longest side that pictures are reduced to for the optimisation. Beyond the pictures&apos; own size it has no effect.</source>
        <translation>优化时图片缩小到的最长边。超过图片自身尺寸则无效果。</translation>
    </message>
    <message>
        <source>Shape iterations</source>
        <translation>形状迭代</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步</translation>
    </message>
    <message>
        <source>Steps of the first pass (shape, materials and light together).</source>
        <translation>第一阶段的步数（形状、材质和光照同时优化）。</translation>
    </message>
    <message>
        <source>Texture iterations</source>
        <translation>纹理迭代</translation>
    </message>
    <message>
        <source>Steps of the second pass (fixed topology: vertices, textures and light).</source>
        <translation>第二阶段的步数（拓扑固定：顶点、纹理和光照）。</translation>
    </message>
    <message>
        <source>Texture size</source>
        <translation>纹理尺寸</translation>
    </message>
    <message>
        <source>Pictures a step</source>
        <translation>每步图片数</translation>
    </message>
    <message>
        <source>How many pictures a step looks at. 0: as many as suit the device, one to four on the processor and eight on a GPU, fewer where its memory is small.</source>
        <translation>每一步查看多少张图片。0：由设备决定，处理器上为一到四张，GPU 上为八张，显存较小时更少。</translation>
    </message>
    <message>
        <source>Side of the texture maps. At 1024 a texel is about a picture&apos;s pixel for 512 px pictures.</source>
        <translation>纹理贴图的边长。对 512 像素的图片，1024 时一个纹素约等于图片的一个像素。</translation>
    </message>
    <message>
        <source>Light resolution</source>
        <translation>光照分辨率</translation>
    </message>
    <message>
        <source>Side of a face of the light&apos;s cube map. Its prefilter is recomputed every step: 32 resolves 3 degrees.</source>
        <translation>光照立方体贴图的面边长。其预滤波每步重新计算：32 可分辨 3 度。</translation>
    </message>
    <message>
        <source>Shape rate</source>
        <translation>形状速率</translation>
    </message>
    <message>
        <source>cells/step</source>
        <translation>格/步</translation>
    </message>
    <message>
        <source>How far the distance field moves in a step at the start of each level.</source>
        <translation>每级开始时距离场每步移动的距离。</translation>
    </message>
    <message>
        <source>Material rate</source>
        <translation>材质速率</translation>
    </message>
    <message>
        <source>Step size of colour, roughness and metallic.</source>
        <translation>颜色、粗糙度和金属度的步长。</translation>
    </message>
    <message>
        <source>Light rate</source>
        <translation>光照速率</translation>
    </message>
    <message>
        <source>Step size of the light&apos;s logarithm.</source>
        <translation>光照对数值的步长。</translation>
    </message>
    <message>
        <source>Vertex rate</source>
        <translation>顶点速率</translation>
    </message>
    <message>
        <source>edges/step</source>
        <translation>边长/步</translation>
    </message>
    <message>
        <source>Step size of the vertices in the second pass, in mean edge lengths; 0 keeps them.</source>
        <translation>第二阶段顶点的步长，以平均边长计；0 表示保持不动。</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑度</translation>
    </message>
    <message>
        <source>Scales what keeps the surface smooth. More for noisy pictures, less for fine relief.</source>
        <translation>调整保持表面平滑的强度。图片噪点多时增大，浮雕细腻时减小。</translation>
    </message>
    <message>
        <source>Optimises shape, materials and light until renderings match the pictures. Needs poses and masks.</source>
        <translation>优化形状、材质和光照，直到渲染与图片一致。需要位姿和遮罩。</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <source>A first look: coarse shape and small textures, in a fraction of the time.</source>
        <translation>快速预看：形状粗略、纹理较小，只需很少的时间。</translation>
    </message>
    <message>
        <source>Full detail for most objects. Start here.</source>
        <translation>适合大多数物体的完整细节。请从这里开始。</translation>
    </message>
    <message>
        <source>Finer hollows and larger textures; takes several times as long.</source>
        <translation>凹陷更精细、纹理更大；耗时为数倍。</translation>
    </message>
    <message>
        <source>Refine cameras</source>
        <translation>细化相机</translation>
    </message>
    <message>
        <source>Small corrections of poses and focal length, found with the shape and held to the input. auto: where the cameras were estimated from the pictures; exact ones stay as they are.</source>
        <translation>对位姿和焦距的小修正，与形状一同求出，并约束在输入附近。“自动”：用于由图片估计的相机；精确的相机保持不变。</translation>
    </message>
    <message>
        <source>Refine exposure</source>
        <translation>细化曝光</translation>
    </message>
    <message>
        <source>Gives every picture its own brightness and white balance. auto: where the pictures differ measurably.</source>
        <translation>让每张图片有自己的亮度和白平衡。“自动”：当图片之间有可测量的差异时启用。</translation>
    </message>
    <message>
        <source>Carving</source>
        <translation>凹陷雕刻</translation>
    </message>
    <message>
        <source>How firmly the surface is pressed in where pictures disagree about it, which finds hollows that no outline shows. 0: not at all.</source>
        <translation>在图片相互矛盾之处将表面向内推的力度，由此找到任何轮廓都看不出的凹陷。0：不使用。</translation>
    </message>
    <message>
        <source>Structure steps</source>
        <translation>结构步数</translation>
    </message>
    <message>
        <source>Steps from noise to the coarse shape. Fewer are quicker and less sure of it.</source>
        <translation>从噪声到粗略形状的步数。步数少则更快，但把握更小。</translation>
    </message>
    <message>
        <source>Structure guidance</source>
        <translation>结构引导强度</translation>
    </message>
    <message>
        <source>How strongly the coarse shape follows the pictures; 1 is no guidance, and half the time.</source>
        <translation>粗略形状跟随图片的程度；1 表示不引导，用时减半。</translation>
    </message>
    <message>
        <source>Structure guidance from</source>
        <translation>结构引导起点</translation>
    </message>
    <message>
        <source>Structure guidance to</source>
        <translation>结构引导终点</translation>
    </message>
    <message>
        <source>Where guidance ends on the way from noise (1) to the shape (0).</source>
        <translation>从噪声（1）到形状（0）的过程中引导结束之处。</translation>
    </message>
    <message>
        <source>Where guidance begins on the way from noise (1) to the shape (0).</source>
        <translation>从噪声（1）到形状（0）的过程中引导开始之处。</translation>
    </message>
    <message>
        <source>Structure guidance rescale</source>
        <translation>结构引导回缩</translation>
    </message>
    <message>
        <source>How far the exaggeration that guidance brings is taken back.</source>
        <translation>引导造成的夸张被收回多少。</translation>
    </message>
    <message>
        <source>Structure time rescale</source>
        <translation>结构时间缩放</translation>
    </message>
    <message>
        <source>Above 1: shorter steps near the noise, longer ones near the shape.</source>
        <translation>大于 1：靠近噪声处步长较短，靠近形状处较长。</translation>
    </message>
    <message>
        <source>Detail steps</source>
        <translation>细节步数</translation>
    </message>
    <message>
        <source>Steps from noise to the details of surface and colour. Fewer are quicker.</source>
        <translation>从噪声到表面与颜色细节的步数。步数少则更快。</translation>
    </message>
    <message>
        <source>Detail guidance</source>
        <translation>细节引导强度</translation>
    </message>
    <message>
        <source>How strongly the details follow the pictures; 1 is no guidance, and half the time.</source>
        <translation>细节跟随图片的程度；1 表示不引导，用时减半。</translation>
    </message>
    <message>
        <source>Detail guidance from</source>
        <translation>细节引导起点</translation>
    </message>
    <message>
        <source>Detail guidance to</source>
        <translation>细节引导终点</translation>
    </message>
    <message>
        <source>Where guidance ends on the way from noise (1) to the details (0).</source>
        <translation>从噪声（1）到细节（0）的过程中引导结束之处。</translation>
    </message>
    <message>
        <source>Where guidance begins on the way from noise (1) to the details (0).</source>
        <translation>从噪声（1）到细节（0）的过程中引导开始之处。</translation>
    </message>
    <message>
        <source>Detail guidance rescale</source>
        <translation>细节引导回缩</translation>
    </message>
    <message>
        <source>Detail time rescale</source>
        <translation>细节时间缩放</translation>
    </message>
    <message>
        <source>Above 1: shorter steps near the noise, longer ones near the details.</source>
        <translation>大于 1：靠近噪声处步长较短，靠近细节处较长。</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>三角形数</translation>
    </message>
    <message>
        <source>How many triangles the mesh is reduced to. 0: one in twenty of what the network gives.</source>
        <translation>网格精简到多少个三角形。0：保留网络所给的二十分之一。</translation>
    </message>
    <message>
        <source>Full mesh</source>
        <translation>完整网格</translation>
    </message>
    <message>
        <source>On: the mesh as the network gives it, not reduced, nothing removed, no hole filled.</source>
        <translation>开：保持网络给出的网格，不精简、不删除、不补洞。</translation>
    </message>
    <message>
        <source>Texture from the pictures</source>
        <translation>用图片作纹理</translation>
    </message>
    <message>
        <source>On: what a picture shows is painted from it, the rest with the network&apos;s colours. Off: the network&apos;s colours everywhere.</source>
        <translation>开：图片能看到的部分取自图片，其余用网络的颜色。关：全部用网络的颜色。</translation>
    </message>
    <message>
        <source>Gaussian splats</source>
        <translation>高斯泼溅</translation>
    </message>
    <message>
        <source>On: the object as Gaussian splats too, in splats.ply. Takes another network.</source>
        <translation>开：另外输出高斯泼溅 splats.ply。需要另一个网络。</translation>
    </message>
    <message>
        <source>Spare GPU memory</source>
        <translation>节省显存</translation>
    </message>
    <message>
        <source>On: everything in smaller pieces, which takes a little longer. auto: where the GPU has too little free memory for the whole.</source>
        <translation>开：分成更小的块，用时略长。auto：当显卡可用显存不足以整体处理时。</translation>
    </message>
    <message>
        <source>Makes a complete object from a few pictures with large trained networks: also what no picture shows. Needs masks, no cameras; its weights are fetched once.</source>
        <translation>用大型训练网络从少量图片生成完整物体，包括图片没有拍到的部分。需要遮罩，不需要相机；权重只需获取一次。</translation>
    </message>
    <message>
        <source>Hollow trials</source>
        <translation>凹陷试探</translation>
    </message>
    <message>
        <source>How often doubtful parts of the surface are moved in by a cell and kept there if the pictures do not fit worse then. Finds deep hollows; each trial takes a twelfth of the shape iterations, at half the picture resolution.</source>
        <translation>将可疑的表面部位向内移动一个单元的次数；若之后与图像的吻合没有变差，则保留在那里。可找到深的凹陷；每次试探以一半的图像分辨率花费形状步数的十二分之一。</translation>
    </message>
    <message>
        <source>Light steps</source>
        <translation>光照步数</translation>
    </message>
    <message>
        <source>Steps in which the light of the pictures and the roughness of the surface are found, so that the texture is free of shine and shadow. 0: the light stays in the texture.</source>
        <translation>用于求出图像的光照和表面粗糙度的步数，使纹理不含高光和阴影。0：光照保留在纹理中。</translation>
    </message>
    <message>
        <source>Metal in the pictures</source>
        <translation>图像中的金属</translation>
    </message>
    <message>
        <source>On: what looks like metal in several pictures becomes metal. Off: nothing does; metal is painted.</source>
        <translation>开：在多张图像中看起来像金属的部分成为金属。关：不产生金属；金属以颜色绘出。</translation>
    </message>
    <message>
        <source>Hollow search</source>
        <translation>凹陷搜索</translation>
    </message>
    <message>
        <source>Steps that a radiance field is fitted in, to find hollows that no outline shows, such as bowls and portholes; what it finds is kept where the pictures fit better then. 0: not at all; never more than shape iterations, and none with depth maps.</source>
        <translation>拟合辐射场的步数，用于寻找轮廓无法显示的凹陷，例如碗和舷窗；若之后与图像更吻合，则保留所找到的凹陷。0：不搜索；不会超过形状步数，有深度图时不进行。</translation>
    </message>
</context>
<context>
    <name>GlContext</name>
    <message>
        <source>OpenGL is not available on this computer.</source>
        <translation>此计算机上没有可用的 OpenGL。</translation>
    </message>
    <message>
        <source>The graphics driver did not start.</source>
        <translation>显卡驱动未能启动。</translation>
    </message>
    <message>
        <source>The 3D view needs OpenGL 3.2; this computer offers %1.%2.</source>
        <translation>3D 视图需要 OpenGL 3.2；此计算机提供 %1.%2。</translation>
    </message>
</context>
<context>
    <name>LaunchOptions</name>
    <message>
        <source>Bozzetto turns pictures of an object into a textured mesh.</source>
        <translation>Bozzetto 将物体的图片转换为带纹理的网格。</translation>
    </message>
    <message>
        <source>A folder of pictures, pictures, a transforms file, a project or a mesh.obj.</source>
        <translation>图片文件夹、图片、transforms 文件、项目或 mesh.obj。</translation>
    </message>
    <message>
        <source>Start with all preferences as delivered.</source>
        <translation>以默认首选项启动。</translation>
    </message>
    <message>
        <source>Show this help.</source>
        <translation>显示此帮助。</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>显示版本。</translation>
    </message>
</context>
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>全选(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>增大(&amp;S)</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>减小(&amp;D)</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>使面板浮动或重新停靠</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>关闭面板</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>查找范围：</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>上级文件夹</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>转到上级文件夹</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>列表视图</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>切换到列表视图</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>详细视图</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>切换到详细视图</translation>
    </message>
    <message>
        <source>Sidebar</source>
        <translation>侧边栏</translation>
    </message>
    <message>
        <source>List of places and bookmarks</source>
        <translation>位置和书签列表</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>文件类型：</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>文件名(&amp;N)：</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>查找文件夹</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>打开(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>选择(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>重命名(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>删除(&amp;D)</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>显示隐藏文件(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>新建文件夹(&amp;N)</translation>
    </message>
    <message>
        <source>New Folder</source>
        <translation>新建文件夹</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 已存在。
是否替换？</translation>
    </message>
    <message>
        <source>%1
Directory not found.
Please verify the correct directory name was given.</source>
        <translation>%1
未找到文件夹。
请检查文件夹名称是否正确。</translation>
    </message>
    <message>
        <source>%1
File not found.
Please verify the correct file name was given.</source>
        <translation>%1
未找到文件。
请检查文件名是否正确。</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>修改日期</translation>
    </message>
    <message>
        <source>Computer</source>
        <translation>计算机</translation>
    </message>
</context>
<context>
    <name>QGnomeTheme</name>
    <message>
        <source>&amp;OK</source>
        <translation>确定(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>取消(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>关闭(&amp;C)</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Ctrl</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
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
        <translation>空格</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Backspace</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Return</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Ins</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Home</translation>
    </message>
    <message>
        <source>End</source>
        <translation>End</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>←</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>→</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>↑</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>↓</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>PgUp</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>PgDown</translation>
    </message>
</context>
<context>
    <name>QUndoGroup</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>撤销%1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>重做%1</translation>
    </message>
</context>
<context>
    <name>QUndoStack</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>撤销%1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>重做%1</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>Scores</name>
    <message>
        <source>Likeness to the pictures (dB)</source>
        <translation>与图片的相似度 (dB)</translation>
    </message>
    <message>
        <source>Signal-to-noise ratio of the rendered mesh against the pictures it was made from. Above 30 dB, differences are hard to see.</source>
        <translation>渲染网格相对于所用图片的信噪比。高于 30 dB 时差异很难看出。</translation>
    </message>
    <message>
        <source>Outline match</source>
        <translation>轮廓匹配</translation>
    </message>
    <message>
        <source>How well the mesh&apos;s outline covers the masks: 1 is exact.</source>
        <translation>网格轮廓覆盖遮罩的程度：1 为完全一致。</translation>
    </message>
    <message>
        <source>Likeness at the start (dB)</source>
        <translation>起始相似度 (dB)</translation>
    </message>
    <message>
        <source>The same for the first shape, carved from the masks alone.</source>
        <translation>针对仅由遮罩雕出的初始形状的同一指标。</translation>
    </message>
    <message>
        <source>Outline match at the start</source>
        <translation>起始轮廓匹配</translation>
    </message>
</context>
<context>
    <name>WeightWords</name>
    <message>
        <source>ReconViaGen: condition of the structure</source>
        <translation>ReconViaGen：结构条件</translation>
    </message>
    <message>
        <source>ReconViaGen: flow of the structure</source>
        <translation>ReconViaGen：结构流</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of the structure</source>
        <translation>ReconViaGen：结构解码器</translation>
    </message>
    <message>
        <source>ReconViaGen: condition of the surface</source>
        <translation>ReconViaGen：表面条件</translation>
    </message>
    <message>
        <source>ReconViaGen: flow of the surface</source>
        <translation>ReconViaGen：表面流</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of the mesh</source>
        <translation>ReconViaGen：网格解码器</translation>
    </message>
    <message>
        <source>ReconViaGen: decoder of splats</source>
        <translation>ReconViaGen：高斯点解码器</translation>
    </message>
    <message>
        <source>VGGT, fine-tuned on objects</source>
        <translation>VGGT，针对物体微调</translation>
    </message>
    <message>
        <source>DINOv2 ViT-L/14 with registers</source>
        <translation>DINOv2 ViT-L/14（带寄存器）</translation>
    </message>
    <message>
        <source>Apache License 2.0</source>
        <translation>Apache 许可证 2.0</translation>
    </message>
    <message>
        <source>Free for any use, also commercial; the licence and notices stay with copies.</source>
        <translation>可自由用于任何用途，包括商业用途；副本须保留许可证和声明。</translation>
    </message>
    <message>
        <source>Weights of ReconViaGen v0.2</source>
        <translation>ReconViaGen v0.2 的权重</translation>
    </message>
    <message>
        <source>Fine-tuned from TRELLIS (MIT). What the page of these weights allows has not been checked, so they count as non-commercial here: read it before you use results commercially.</source>
        <translation>由 TRELLIS（MIT）微调而来。尚未核实这些权重的页面允许什么，因此这里视为非商业：商业使用结果前请先阅读该页面。</translation>
    </message>
    <message>
        <source>Creative Commons Attribution-NonCommercial 4.0</source>
        <translation>知识共享 署名-非商业性使用 4.0</translation>
    </message>
    <message>
        <source>VGGT fine-tuned on objects: derived from VGGT-1B. Not for commercial use, and neither are results made with it; name the authors.</source>
        <translation>针对物体微调的 VGGT：源自 VGGT-1B。不得用于商业用途，用它得到的结果也不得；须注明作者。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui</name>
    <message>
        <source>There is not enough memory.</source>
        <translation>内存不足。</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>请关闭其他程序后重试。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CameraController</name>
    <message>
        <source>The cameras were found.</source>
        <translation>已求出相机。</translation>
    </message>
    <message>
        <source>Without the other program&apos;s cameras</source>
        <translation>不用其他程序的相机</translation>
    </message>
    <message>
        <source>Read cameras otherwise</source>
        <translation>换一种方式读取相机</translation>
    </message>
    <message>
        <source>Guess the region</source>
        <translation>自动估计区域</translation>
    </message>
    <message>
        <source>Change up</source>
        <translation>更改向上方向</translation>
    </message>
    <message>
        <source>Guess up and floor</source>
        <translation>自动估计向上方向和地面</translation>
    </message>
    <message>
        <source>The three points lie on one line. Choose others.</source>
        <translation>这三个点在一条直线上，请另选。</translation>
    </message>
    <message>
        <source>Set the floor</source>
        <translation>设置地面</translation>
    </message>
    <message>
        <source>Set the scale</source>
        <translation>设置比例</translation>
    </message>
    <message>
        <source>Scale from depth</source>
        <translation>由深度得出比例</translation>
    </message>
    <message>
        <source>Use cameras of another program</source>
        <translation>使用其他程序的相机</translation>
    </message>
    <message>
        <source>The file of the cameras is not there any more: %1</source>
        <translation>相机文件已不在：%1</translation>
    </message>
    <message>
        <source>Put it back, or find the cameras again.</source>
        <translation>请放回该文件，或重新求取相机。</translation>
    </message>
    <message>
        <source>Find the cameras again</source>
        <translation>重新求取相机</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>求取相机</translation>
    </message>
    <message>
        <source>The cameras were found again.</source>
        <translation>已重新求得相机。</translation>
    </message>
    <message>
        <source>Check whether region, floor and scale fit them.</source>
        <translation>请检查区域、地面和比例是否与之相符。</translation>
    </message>
    <message>
        <source>Region, floor and scale were carried over to them.</source>
        <translation>区域、地面和比例已转换到新相机。</translation>
    </message>
    <message>
        <source>They stand otherwise than before: region, floor and scale are guessed anew. Undo brings everything back.</source>
        <translation>相机位置与之前不同：区域、地面和比例将重新估计。撤销可恢复全部内容。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CameraWords</name>
    <message>
        <source>Reading the pictures</source>
        <translation>正在读取图片</translation>
    </message>
    <message>
        <source>Looking for features</source>
        <translation>正在寻找特征点</translation>
    </message>
    <message>
        <source>Comparing the pictures</source>
        <translation>正在比较图片</translation>
    </message>
    <message>
        <source>Placing the cameras</source>
        <translation>正在确定相机位置</translation>
    </message>
    <message>
        <source>Refining</source>
        <translation>正在细化</translation>
    </message>
    <message>
        <source>Turning the scene upright</source>
        <translation>正在把场景摆正</translation>
    </message>
    <message>
        <source>Blurred. Take it again, with more light or a steadier hand.</source>
        <translation>模糊。请在更亮的光线下或拿稳相机重拍。</translation>
    </message>
    <message>
        <source>It shares too little with the other pictures. Take pictures in between.</source>
        <translation>与其他图片的重叠太少。请在中间补拍。</translation>
    </message>
    <message>
        <source>It shows too little detail. Put something patterned around the object.</source>
        <translation>细节太少。请在物体周围放些有花纹的东西。</translation>
    </message>
    <message>
        <source>It seems to show something else.</source>
        <translation>似乎拍的是别的东西。</translation>
    </message>
    <message>
        <source>It fits only a few other pictures. Take pictures in between.</source>
        <translation>只与少数图片相符。请在中间补拍。</translation>
    </message>
    <message>
        <source>It cannot be read.</source>
        <translation>无法读取。</translation>
    </message>
    <message>
        <source>Left out.</source>
        <translation>已略去。</translation>
    </message>
    <message>
        <source>No camera was found for it.</source>
        <translation>没有求出它的相机。</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pictures have a camera.</source>
        <translation>
            <numerusform>%n 张图片中 %1 张有相机。</numerusform>
        </translation>
    </message>
    <message>
        <source>Points: %1</source>
        <translation>点：%1</translation>
    </message>
    <message>
        <source>Mean error: %1 pixels</source>
        <translation>平均误差：%1 像素</translation>
    </message>
    <message numerus="yes">
        <source>The pictures fall into %n groups that do not join; the largest was taken.</source>
        <translation>
            <numerusform>图片分成 %n 组，彼此无法连接；采用了最大的一组。</numerusform>
        </translation>
    </message>
    <message>
        <source>Known from before.</source>
        <translation>沿用以前的结果。</translation>
    </message>
    <message>
        <source>Took %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>%1 % of the points lie in front of the cameras that see them</source>
        <translation>%1 % 的点在看到它们的相机前方</translation>
    </message>
    <message>
        <source>they miss their place by %1 pixels</source>
        <translation>它们偏离 %1 像素</translation>
    </message>
    <message>
        <source>the masks agree to %1 %</source>
        <translation>遮罩一致程度 %1 %</translation>
    </message>
    <message>
        <source>%1 % of what the pictures share fits</source>
        <translation>图片共有内容的 %1 % 相符</translation>
    </message>
    <message>
        <source>%1 % of the cameras look at one place</source>
        <translation>%1 % 的相机看向同一处</translation>
    </message>
    <message>
        <source>Nothing speaks for or against it.</source>
        <translation>没有支持或反对的依据。</translation>
    </message>
    <message>
        <source>; </source>
        <comment>between parts of a sentence</comment>
        <translation>;</translation>
    </message>
    <message>
        <source>.</source>
        <comment>end of a sentence</comment>
        <translation>。</translation>
    </message>
    <message>
        <source>Focal length: %1 pixels; the pictures do not say theirs</source>
        <translation>焦距：%1 像素；图片中没有记录</translation>
    </message>
    <message>
        <source>Focal length: %1 pixels, %2 % from what the pictures say</source>
        <translation>焦距：%1 像素，与图片记录相差 %2 %</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures were added or taken back in after the cameras were found: they have none and are not used. &quot;Find again&quot; looks for the cameras of all.</source>
        <translation>
            <numerusform>有 %n 张图片是在求得相机之后加入的：它们没有相机，不会被使用。“重新求取”会为所有图片求取相机。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CamerasPage</name>
    <message>
        <source>There is no point here. Click on one of the points.</source>
        <translation>这里没有点。请点击其中一个点。</translation>
    </message>
    <message>
        <source>Change the region</source>
        <translation>更改区域</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>相机</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CamerasPanel</name>
    <message>
        <source>Reading the pictures…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message numerus="yes">
        <source>The pictures came with cameras: %n.</source>
        <translation>
            <numerusform>图片自带相机：%n 台。</numerusform>
        </translation>
    </message>
    <message>
        <source>Six views: their cameras are known by their names.</source>
        <translation>六视图：由名称即知相机。</translation>
    </message>
    <message numerus="yes">
        <source>Cameras of another program: %n.</source>
        <translation>
            <numerusform>其他程序的相机：%n 台。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cameras found: %n.</source>
        <translation>
            <numerusform>求出相机：%n 台。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cameras appear beside as they are found.</source>
        <translation>求出的相机会出现在旁边。</translation>
    </message>
    <message>
        <source>These pictures have no cameras yet.</source>
        <translation>这些图片还没有相机。</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <comment>phase, time</comment>
        <translation>%1，还需约 %2</translation>
    </message>
    <message numerus="yes">
        <source>Pictures without a camera: %n</source>
        <translation>
            <numerusform>没有相机的图片：%n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>As the file&apos;s format says.</source>
        <translation>按文件格式的规定。</translation>
    </message>
    <message>
        <source>Read as: %1</source>
        <translation>读作：%1</translation>
    </message>
    <message>
        <source>Read otherwise</source>
        <translation>换一种方式读取</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Find cameras</source>
        <translation>求取相机</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use cameras from another program…</source>
        <translation>使用其他程序的相机…</translation>
    </message>
    <message>
        <source>COLMAP, Metashape, RealityScan, nerfstudio, LLFF and NeuS files and folders</source>
        <translation>COLMAP、Metashape、RealityScan、nerfstudio、LLFF 和 NeuS 的文件和文件夹</translation>
    </message>
    <message>
        <source>Without this file</source>
        <translation>不用此文件</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>How the file is read</source>
        <translation>文件的读取方式</translation>
    </message>
    <message>
        <source>Pictures without a camera</source>
        <translation>没有相机的图片</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Evidence on a photograph</source>
        <translation>照片上的依据</translation>
    </message>
    <message>
        <source>Find again</source>
        <translation>重新求取</translation>
    </message>
    <message>
        <source>Looks for the cameras of all pictures in use anew. Region, floor and scale are carried over where the cameras stand as before, else guessed anew; Undo brings everything back.</source>
        <translation>为所有使用中的图片重新求取相机。若相机位置与之前一致，则沿用区域、地面和比例，否则重新估计；撤销可恢复全部内容。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ChildRun</name>
    <message>
        <source>The engine did not stop in time and was ended.</source>
        <translation>引擎未及时停止，已被终止。</translation>
    </message>
    <message>
        <source>The engine prints too much; the rest is left out.</source>
        <translation>引擎输出过多；其余已略去。</translation>
    </message>
    <message>
        <source>Engine %1, preset %2; pictures: %3, threads: %4, device: %5</source>
        <translation>引擎 %1，预设 %2；图片：%3，线程：%4，设备：%5</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>完成：%1</translation>
    </message>
    <message>
        <source>Finished early: %1</source>
        <translation>提前完成：%1</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ChildTask</name>
    <message>
        <source>%1 does not start: %2</source>
        <comment>program, reason</comment>
        <translation>%1 无法启动：%2</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>请重新安装 Bozzetto：缺少其中一部分。</translation>
    </message>
    <message>
        <source>The program was ended by signal %1.</source>
        <translation>程序被信号 %1 结束。</translation>
    </message>
    <message>
        <source>The program ended with code %1.</source>
        <translation>程序以代码 %1 结束。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::CliPredictionSource</name>
    <message>
        <source>The part of Bozzetto that computes could not be started.</source>
        <translation>无法启动 Bozzetto 的计算组件。</translation>
    </message>
    <message>
        <source>Install Bozzetto again.</source>
        <translation>请重新安装 Bozzetto。</translation>
    </message>
    <message>
        <source>It cannot be predicted.</source>
        <translation>无法预测。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DesktopIntegration</name>
    <message>
        <source>%1 - Bozzetto</source>
        <translation>%1 - Bozzetto</translation>
    </message>
    <message>
        <source>%1 % - %2</source>
        <translation>%1% - %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropTarget</name>
    <message>
        <source>Drop to add 1 picture</source>
        <translation>拖放以添加 1 张图片</translation>
    </message>
    <message numerus="yes">
        <source>Drop to add %n pictures</source>
        <translation>
            <numerusform>拖放以添加 %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop to open 1 picture</source>
        <translation>拖放以打开 1 张图片</translation>
    </message>
    <message numerus="yes">
        <source>Drop to open %n pictures</source>
        <translation>
            <numerusform>拖放以打开 %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing can be opened now</source>
        <translation>目前无法打开任何内容</translation>
    </message>
    <message>
        <source>Drop to open</source>
        <translation>拖放以打开</translation>
    </message>
    <message>
        <source>Looking at what it is…</source>
        <translation>正在识别…</translation>
    </message>
    <message>
        <source>Drop to open the project &quot;%1&quot;</source>
        <translation>拖放以打开项目“%1”</translation>
    </message>
    <message>
        <source>Pictures of another folder cannot be added</source>
        <translation>无法添加其他文件夹的图片</translation>
    </message>
    <message>
        <source>Copy them into the folder of this set, or drop without Shift to open them instead.</source>
        <translation>请将其复制到此图片集的文件夹；或拖放时不按 Shift，改为打开。</translation>
    </message>
    <message>
        <source>Drop to open &quot;%1&quot;</source>
        <translation>拖放以打开“%1”</translation>
    </message>
    <message>
        <source>From &quot;%1&quot;.</source>
        <translation>来自“%1”。</translation>
    </message>
    <message>
        <source>From &quot;%1&quot;; the other pictures of that folder are excluded.</source>
        <translation>来自“%1”；该文件夹的其他图片已排除。</translation>
    </message>
    <message>
        <source>Replaces the set that is open.</source>
        <translation>将替换已打开的图片集。</translation>
    </message>
    <message>
        <source>Hold Shift to add to it.</source>
        <translation>按住 Shift 可添加到其中。</translation>
    </message>
    <message>
        <source>Nothing can be opened now.</source>
        <translation>目前无法打开任何内容。</translation>
    </message>
    <message>
        <source>Pictures of another folder cannot be added.</source>
        <translation>无法添加其他文件夹的图片。</translation>
    </message>
    <message>
        <source>The clipboard holds no pictures.</source>
        <translation>剪贴板中没有图片。</translation>
    </message>
    <message>
        <source>Copy picture files, a folder, a path or a picture, and paste again.</source>
        <translation>请复制图片文件、文件夹、路径或图片，然后重新粘贴。</translation>
    </message>
    <message>
        <source>The pasted picture could not be kept in &quot;%1&quot;.</source>
        <translation>无法将粘贴的图片保存到“%1”。</translation>
    </message>
    <message>
        <source>Check that the disk is not full.</source>
        <translation>请检查磁盘是否已满。</translation>
    </message>
    <message>
        <source>These are cameras without pictures.</source>
        <translation>这是没有图片的相机。</translation>
    </message>
    <message>
        <source>Drop the pictures first, or both together.</source>
        <translation>请先拖入图片，或两者一起拖入。</translation>
    </message>
    <message>
        <source>Drop to use the cameras of &quot;%1&quot;</source>
        <translation>松开以使用“%1”的相机</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::DropText</name>
    <message>
        <source>There is nothing here that can be opened.</source>
        <translation>这里没有可以打开的内容。</translation>
    </message>
    <message>
        <source>Drop pictures, a folder of pictures, a transforms file or a project.</source>
        <translation>请拖放图片、图片文件夹、transforms 文件或项目。</translation>
    </message>
    <message>
        <source>The folder &quot;%1&quot; holds no pictures.</source>
        <translation>文件夹“%1”中没有图片。</translation>
    </message>
    <message>
        <source>Drop the folder that the pictures lie in.</source>
        <translation>请拖放图片所在的文件夹。</translation>
    </message>
    <message numerus="yes">
        <source>The pictures come from %n folders.</source>
        <translation>
            <numerusform>图片来自 %n 个文件夹。</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy them into one folder and drop that.</source>
        <translation>请将其复制到一个文件夹后拖放。</translation>
    </message>
    <message numerus="yes">
        <source>%n folders were dropped; a set of pictures is one folder.</source>
        <translation>
            <numerusform>拖放了 %n 个文件夹；一个图片集是一个文件夹。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop one folder, or the folders images and masks of one set.</source>
        <translation>请拖放一个文件夹，或同一图片集的 images 和 masks 文件夹。</translation>
    </message>
    <message>
        <source>A project is opened on its own.</source>
        <translation>项目须单独打开。</translation>
    </message>
    <message>
        <source>Drop one project file only.</source>
        <translation>请只拖放一个项目文件。</translation>
    </message>
    <message numerus="yes">
        <source>%n JSON files were dropped; a set has one transforms file.</source>
        <translation>
            <numerusform>拖放了 %n 个 JSON 文件；一个图片集只有一个 transforms 文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop the one to use, or the set&apos;s folder.</source>
        <translation>请拖放要使用的那一个，或图片集的文件夹。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is an archive.</source>
        <translation>“%1”是压缩包。</translation>
    </message>
    <message>
        <source>Unpack it and drop the folder.</source>
        <translation>请解压后拖放文件夹。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not there.</source>
        <translation>“%1”不存在。</translation>
    </message>
    <message>
        <source>Check the path; the drive may not be connected.</source>
        <translation>请检查路径；驱动器可能未连接。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no picture, folder or project.</source>
        <translation>“%1”不是图片、文件夹或项目。</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a web address, not a file on this computer.</source>
        <translation>“%1”是网址，不是此计算机上的文件。</translation>
    </message>
    <message>
        <source>Download the pictures into a folder and drop that.</source>
        <translation>请将图片下载到一个文件夹后拖放。</translation>
    </message>
    <message numerus="yes">
        <source>%n files with cameras were dropped.</source>
        <translation>
            <numerusform>拖入了 %n 个相机文件。</numerusform>
        </translation>
    </message>
    <message>
        <source>Drop the one to use.</source>
        <translation>请只拖入要使用的那一个。</translation>
    </message>
    <message>
        <source>Drop PNG, JPEG, TIFF, WebP, HEIC, EXR, HDR or camera raw pictures, their folder, or a video.</source>
        <translation>请拖放 PNG、JPEG、TIFF、WebP、HEIC、EXR、HDR 或相机 RAW 图片、其文件夹或一个视频。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::EndedPage</name>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>&amp;Show result</source>
        <translation>显示结果(&amp;S)</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>继续(&amp;M)</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint.</source>
        <translation>从最后的检查点继续。</translation>
    </message>
    <message>
        <source>&amp;Copy details</source>
        <translation>复制详情(&amp;C)</translation>
    </message>
    <message>
        <source>Copies reason, remedy and the end of the log.</source>
        <translation>复制原因、解决办法和日志末尾。</translation>
    </message>
    <message>
        <source>Show &amp;log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>What was done is kept. Resume goes on from there.</source>
        <translation>已完成的部分已保留，可从此处继续。</translation>
    </message>
    <message>
        <source>Nothing had to be kept yet.</source>
        <translation>尚无需要保留的内容。</translation>
    </message>
    <message>
        <source>The mesh is usable. Resume improves it further.</source>
        <translation>网格已可使用。选择“继续”可进一步改进。</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>已完成，用时 %1</translation>
    </message>
    <message>
        <source>Finished early after %1</source>
        <translation>已提前完成，用时 %1</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>The run failed</source>
        <translation>运行失败</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly</source>
        <translation>引擎意外结束</translation>
    </message>
    <message>
        <source>memory %1 at most</source>
        <translation>内存峰值 %1</translation>
    </message>
    <message>
        <source>Start &amp;over</source>
        <translation>重新开始(&amp;O)</translation>
    </message>
    <message>
        <source>Try &amp;again</source>
        <translation>重试(&amp;A)</translation>
    </message>
    <message>
        <source>Starts from the beginning and discards what was kept.</source>
        <translation>从头开始，并丢弃已保留的内容。</translation>
    </message>
    <message>
        <source>Starts from the beginning and replaces what is there.</source>
        <translation>从头开始，并替换已有的内容。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::EngineCatalog</name>
    <message>
        <source>The engines cannot be listed: %1 does not start (%2).</source>
        <translation>无法列出引擎：%1 未能启动（%2）。</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>请重新安装 Bozzetto：缺少其中一部分。</translation>
    </message>
    <message>
        <source>The engines cannot be listed. %1</source>
        <translation>无法列出引擎。%1</translation>
    </message>
    <message>
        <source>Install Bozzetto again, with the packages it needs.</source>
        <translation>请重新安装 Bozzetto 及其所需的软件包。</translation>
    </message>
    <message>
        <source>The window and bozzetto-cli are of different versions: install Bozzetto again.</source>
        <translation>窗口与 bozzetto-cli 的版本不同：请重新安装 Bozzetto。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportDialog</name>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export for</source>
        <translation>导出目标</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Back to the usual choices for this program</source>
        <translation>恢复为此程序的常用选项</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Folder of the files</source>
        <translation>文件所在文件夹</translation>
    </message>
    <message>
        <source>Choose a folder for the files.</source>
        <translation>请选择保存文件的文件夹。</translation>
    </message>
    <message>
        <source>The disk has only %1 left.</source>
        <translation>磁盘仅剩 %1。</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Files that will be written</source>
        <translation>将要写入的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, about %2</source>
        <translation>%1，约 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
    <message>
        <source>Replaces a file</source>
        <translation>将替换文件</translation>
    </message>
    <message>
        <source>Not for commercial use: it was made with %1.</source>
        <translation>不可用于商业用途：使用了 %1。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportFooter</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>再次导出</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of this name exist and would be replaced.</source>
        <translation>
            <numerusform>已有 %n 个同名文件，将被替换。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>正在取消</translation>
    </message>
    <message>
        <source>Exported %1 (%2).</source>
        <translation>已导出 %1（%2）。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportForm</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>编码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Size and direction</source>
        <translation>尺寸与方向</translation>
    </message>
    <message>
        <source> m</source>
        <translation> m</translation>
    </message>
    <message>
        <source>How long one unit of the result is. 1 keeps sizes as they are.</source>
        <translation>结果的一个单位有多长。1 表示保持原有尺寸。</translation>
    </message>
    <message>
        <source>One unit is</source>
        <translation>一个单位等于</translation>
    </message>
    <message>
        <source>Unit of the file</source>
        <translation>文件单位</translation>
    </message>
    <message>
        <source>Resulting size</source>
        <translation>结果尺寸</translation>
    </message>
    <message>
        <source>Up axis</source>
        <translation>向上轴</translation>
    </message>
    <message>
        <source>Front faces</source>
        <translation>正面朝向</translation>
    </message>
    <message>
        <source>Coordinates</source>
        <translation>坐标系</translation>
    </message>
    <message>
        <source>Left-handed only for programs that take the numbers as they are.</source>
        <translation>仅当程序直接采用数值时才选左手系。</translation>
    </message>
    <message>
        <source>GLB is always in metres, Y up, with normal maps green up. Programs turn it when they import it.</source>
        <translation>GLB 始终以米为单位、Y 轴向上、法线贴图绿色向上。程序导入时会自行转换。</translation>
    </message>
    <message>
        <source>Up in the result</source>
        <translation>结果的上方</translation>
    </message>
    <message>
        <source>Change it if the object lies on its side in the other program.</source>
        <translation>如果物体在其他程序中侧躺，请更改此项。</translation>
    </message>
    <message>
        <source>Front in the result</source>
        <translation>结果的前方</translation>
    </message>
    <message>
        <source>Textures</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Largest size</source>
        <translation>最大尺寸</translation>
    </message>
    <message>
        <source>File type</source>
        <translation>文件类型</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 质量</translation>
    </message>
    <message>
        <source>Normal map</source>
        <translation>法线贴图</translation>
    </message>
    <message>
        <source>Surface maps</source>
        <translation>表面贴图</translation>
    </message>
    <message>
        <source>Roughness, metallic and occlusion: alone, or as colours of one file.</source>
        <translation>粗糙度、金属度和遮蔽：单独保存，或作为一个文件的颜色通道。</translation>
    </message>
    <message>
        <source>File names</source>
        <translation>文件名</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Reduce to</source>
        <translation>减至</translation>
    </message>
    <message>
        <source>Triangles to reduce to</source>
        <translation>要减至的三角形数</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>三角形</translation>
    </message>
    <message>
        <source>As it is (%1)</source>
        <translation>保持原样 (%1)</translation>
    </message>
    <message>
        <source>As it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>共 %1</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>As set in the scene: upright, on the floor, in true size. As the cameras say: fits the cameras in other programs.</source>
        <translation>按场景设置：直立、落在地面、真实尺寸。按相机：与其他程序中的相机一致。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ExportTexts</name>
    <message>
        <source>OBJ with textures</source>
        <translation>OBJ (带纹理)</translation>
    </message>
    <message>
        <source>PLY</source>
        <translation>PLY</translation>
    </message>
    <message>
        <source>GLB (glTF in one file)</source>
        <translation>GLB (单文件 glTF)</translation>
    </message>
    <message>
        <source>Right-handed</source>
        <translation>右手系</translation>
    </message>
    <message>
        <source>Left-handed (mirrored)</source>
        <translation>左手系 (镜像)</translation>
    </message>
    <message>
        <source>Metres</source>
        <translation>米</translation>
    </message>
    <message>
        <source>Centimetres</source>
        <translation>厘米</translation>
    </message>
    <message>
        <source>Millimetres</source>
        <translation>毫米</translation>
    </message>
    <message>
        <source>Inches</source>
        <translation>英寸</translation>
    </message>
    <message>
        <source>Feet</source>
        <translation>英尺</translation>
    </message>
    <message>
        <source>Green up (OpenGL, +Y)</source>
        <translation>绿色向上 (OpenGL，+Y)</translation>
    </message>
    <message>
        <source>Green down (DirectX, −Y)</source>
        <translation>绿色向下 (DirectX，−Y)</translation>
    </message>
    <message>
        <source>One file each</source>
        <translation>各自一个文件</translation>
    </message>
    <message>
        <source>ORM: occlusion, roughness, metallic</source>
        <translation>ORM：遮蔽、粗糙度、金属度</translation>
    </message>
    <message>
        <source>Unity mask map</source>
        <translation>Unity 遮罩贴图</translation>
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
        <translation>JPEG (法线贴图用 PNG)</translation>
    </message>
    <message>
        <source>PNG, normal map with 16 bits</source>
        <translation>PNG，法线贴图为 16 位</translation>
    </message>
    <message>
        <source>Binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>Text (ASCII)</source>
        <translation>文本 (ASCII)</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Colours at the vertices</source>
        <translation>顶点颜色</translation>
    </message>
    <message>
        <source>Preparing the mesh</source>
        <translation>正在准备网格</translation>
    </message>
    <message>
        <source>Writing textures</source>
        <translation>正在写入纹理</translation>
    </message>
    <message>
        <source>Writing the mesh</source>
        <translation>正在写入网格</translation>
    </message>
    <message>
        <source>Moving the files into place</source>
        <translation>正在将文件移到目标位置</translation>
    </message>
    <message>
        <source>Web</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>3D print</source>
        <translation>3D 打印</translation>
    </message>
    <message>
        <source>%1 × %2 × %3 %4</source>
        <translation>%1 × %2 × %3 %4</translation>
    </message>
    <message>
        <source>As set in the scene</source>
        <translation>按场景设置</translation>
    </message>
    <message>
        <source>As the pictures&apos; cameras say</source>
        <translation>按图片的相机</translation>
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
        <translation>1 格 = %1</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ImportReviewPage</name>
    <message>
        <source>Reading the pictures…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>Review of the pictures</source>
        <translation>图片检查</translation>
    </message>
    <message>
        <source>All pictures</source>
        <translation>全部图片</translation>
    </message>
    <message>
        <source>Used pictures</source>
        <translation>使用的图片</translation>
    </message>
    <message>
        <source>With problems</source>
        <translation>有问题的</translation>
    </message>
    <message>
        <source>Excluded</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Which pictures are shown</source>
        <translation>显示哪些图片</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>按名称查找</translation>
    </message>
    <message>
        <source>Find pictures by name</source>
        <translation>按名称查找图片</translation>
    </message>
    <message>
        <source>Checking the pictures</source>
        <translation>正在检查图片</translation>
    </message>
    <message>
        <source>Show masks</source>
        <translation>显示遮罩</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Select or exclude by problem</source>
        <translation>按问题选择或排除</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>More actions</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Replace picture…</source>
        <translation>替换图片…</translation>
    </message>
    <message>
        <source>Uses another picture file for this view (R)</source>
        <translation>为此视图使用其他图片文件 (R)</translation>
    </message>
    <message>
        <source>Use the original picture</source>
        <translation>使用原图片</translation>
    </message>
    <message>
        <source>Invert all masks</source>
        <translation>反转全部遮罩</translation>
    </message>
    <message>
        <source>Include all pictures</source>
        <translation>包含全部图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Review &quot;%1&quot;</source>
        <translation>检查“%1”</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>收起</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>remarks</comment>
        <translation>
            <numerusform>显示全部 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Checking %1 of %2</source>
        <translation>正在检查 %1 / %2</translation>
    </message>
    <message>
        <source>There are no pictures yet</source>
        <translation>还没有图片</translation>
    </message>
    <message>
        <source>%1 of 1 picture will be used</source>
        <translation>将使用 %1 张图片，共 1 张</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n pictures will be used</source>
        <translation>
            <numerusform>将使用 %1 张图片，共 %n 张</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with errors</source>
        <translation>
            <numerusform>%n 张有错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n with warnings</source>
        <translation>
            <numerusform>%n 张有警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>显示 %n 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Every picture is excluded or unreadable</source>
        <translation>所有图片都已排除或无法读取</translation>
    </message>
    <message>
        <source>Include</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>Exclude</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>Uses the selected pictures again (Del)</source>
        <translation>重新使用所选图片 (Del)</translation>
    </message>
    <message>
        <source>Leaves the selected pictures out (Del)</source>
        <translation>排除所选图片 (Del)</translation>
    </message>
    <message>
        <source>Undo invert</source>
        <translation>撤销反转</translation>
    </message>
    <message>
        <source>Invert mask</source>
        <translation>反转遮罩</translation>
    </message>
    <message>
        <source>Takes the black part of the mask as the object (I)</source>
        <translation>将遮罩的黑色部分作为物体 (I)</translation>
    </message>
    <message>
        <source>The selected picture has no mask</source>
        <translation>所选图片没有遮罩</translation>
    </message>
    <message>
        <source>The pictures have no masks.</source>
        <translation>这些图片没有遮罩。</translation>
    </message>
    <message>
        <source>Replace &quot;%1&quot; by</source>
        <translation>将“%1”替换为</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>No problems found so far</source>
        <translation>目前未发现问题</translation>
    </message>
    <message>
        <source>No problems found</source>
        <translation>未发现问题</translation>
    </message>
    <message>
        <source>Select: %1 (%2)</source>
        <comment>problem, number of pictures</comment>
        <translation>选择：%1 (%2)</translation>
    </message>
    <message>
        <source>Exclude: %1 (%2)</source>
        <comment>problem, number of pictures</comment>
        <translation>排除：%1 (%2)</translation>
    </message>
    <message>
        <source>Taking frames from the video: %1 %</source>
        <translation>正在从视频中提取画面：%1 %</translation>
    </message>
    <message>
        <source>Tints what does not belong to the object (Shift+M)</source>
        <translation>为不属于物体的部分着色（Shift+M）</translation>
    </message>
    <message>
        <source>Edit mask</source>
        <translation>编辑遮罩</translation>
    </message>
    <message>
        <source>Paints what belongs to the object in this picture (M)</source>
        <translation>在此图片中绘制属于物体的部分（M）</translation>
    </message>
    <message>
        <source>Make masks</source>
        <translation>生成遮罩</translation>
    </message>
    <message>
        <source>Finds the object in all pictures that have no mask of their own; a run does it by itself if it is not done here</source>
        <translation>在所有没有自带遮罩的图片中找出物体；如果此处不做，运行时会自动完成</translation>
    </message>
    <message>
        <source>The table belongs to the object</source>
        <translation>桌面属于物体</translation>
    </message>
    <message>
        <source>Automatic masks keep what the object stands on; else it is taken away</source>
        <translation>自动遮罩会保留物体所在的台面；否则将其去除</translation>
    </message>
    <message>
        <source>Import masks…</source>
        <translation>导入遮罩…</translation>
    </message>
    <message>
        <source>Export masks…</source>
        <translation>导出遮罩…</translation>
    </message>
    <message>
        <source>Use the set&apos;s own masks</source>
        <translation>使用图片集自带的遮罩</translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>More about masks</source>
        <translation>更多遮罩操作</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>正在生成遮罩</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop making masks</source>
        <translation>停止生成遮罩</translation>
    </message>
    <message>
        <source>Frames of the video</source>
        <translation>视频取帧数</translation>
    </message>
    <message>
        <source>by its length</source>
        <translation>按视频长度</translation>
    </message>
    <message>
        <source>How many pictures are taken of the video, evenly spread; cameras, masks and choices that belong to the earlier ones go, and Undo brings them back</source>
        <translation>从视频中均匀取多少张图片；属于之前图片的相机、遮罩和选择将失效，撤销可恢复</translation>
    </message>
    <message>
        <source>Keep edited masks</source>
        <translation>保留编辑过的遮罩</translation>
    </message>
    <message>
        <source>Making masks leaves those alone that were painted or imported; else it makes all of them anew</source>
        <translation>生成遮罩时保留绘制或导入的遮罩；否则全部重新生成</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::InspectPanel</name>
    <message>
        <source>Inspection</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>No mesh yet.</source>
        <translation>还没有网格。</translation>
    </message>
    <message>
        <source>%1°</source>
        <translation>%1°</translation>
    </message>
    <message>
        <source>The light found in the pictures, or an even studio light</source>
        <translation>从图片恢复的光照，或均匀的影棚光</translation>
    </message>
    <message>
        <source>This result has no recovered light; the studio light is shown instead.</source>
        <translation>此结果没有恢复的光照，改为显示影棚光。</translation>
    </message>
    <message>
        <source>%1: %2 × %3 pixels</source>
        <translation>%1：%2 × %3 像素</translation>
    </message>
    <message>
        <source>Mean difference %1 %</source>
        <translation>平均差异 %1%</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>The surface is closed and sound.</source>
        <translation>表面封闭且完好。</translation>
    </message>
    <message>
        <source>Some edges or points are shared by too many triangles.</source>
        <translation>部分边或点被过多三角形共用。</translation>
    </message>
    <message>
        <source>The surface is open: fill its holes before printing it.</source>
        <translation>表面未封闭：打印前请先填补孔洞。</translation>
    </message>
    <message>
        <source>Open or close this section</source>
        <translation>展开或折叠此部分</translation>
    </message>
    <message>
        <source>Expanded</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Collapsed</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>All maps under the light</source>
        <translation>光照下的全部贴图</translation>
    </message>
    <message>
        <source>The colour of the surface without light</source>
        <translation>无光照的表面颜色</translation>
    </message>
    <message>
        <source>White is rough, black is glossy</source>
        <translation>白色为粗糙，黑色为光泽</translation>
    </message>
    <message>
        <source>White is metal</source>
        <translation>白色为金属</translation>
    </message>
    <message>
        <source>The normal map&apos;s own colours</source>
        <translation>法线贴图本身的颜色</translation>
    </message>
    <message>
        <source>Where the mesh&apos;s surface faces</source>
        <translation>网格表面的朝向</translation>
    </message>
    <message>
        <source>How the texture lies on the surface</source>
        <translation>纹理在表面上的分布</translation>
    </message>
    <message>
        <source>Shape and hollows under an even light</source>
        <translation>均匀光照下的形状和凹陷</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Wireframe over it</source>
        <translation>叠加线框</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光照</translation>
    </message>
    <message>
        <source>Rotation of the light in degrees</source>
        <translation>光照旋转角度（度）</translation>
    </message>
    <message>
        <source>Exposure in tenths of a stop</source>
        <translation>曝光（十分之一档）</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Show the light behind the object</source>
        <translation>在物体背后显示光照环境</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>辅助</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>栅格</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <source>Box with size</source>
        <translation>带尺寸的包围盒</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>No pictures with cameras.</source>
        <translation>没有带相机的图片。</translation>
    </message>
    <message>
        <source>Look through the camera</source>
        <translation>通过相机观察</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>The mesh alone</source>
        <translation>仅网格</translation>
    </message>
    <message>
        <source>The picture alone</source>
        <translation>仅图片</translation>
    </message>
    <message>
        <source>The picture left of a line that you can drag</source>
        <translation>可拖动的分界线左侧显示图片</translation>
    </message>
    <message>
        <source>Picture and render by turns</source>
        <translation>图片与渲染交替显示</translation>
    </message>
    <message>
        <source>How far they are apart, 4 times stronger</source>
        <translation>两者的差异，放大 4 倍</translation>
    </message>
    <message>
        <source>Compare with the picture</source>
        <translation>与图片对比</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Triangles</source>
        <translation>三角形</translation>
    </message>
    <message>
        <source>Vertices</source>
        <translation>顶点</translation>
    </message>
    <message>
        <source>Pieces</source>
        <translation>部件</translation>
    </message>
    <message>
        <source>Parts that touch nowhere</source>
        <translation>互不相连的部分</translation>
    </message>
    <message>
        <source>Holes</source>
        <translation>孔洞</translation>
    </message>
    <message>
        <source>Open borders of the surface</source>
        <translation>表面的开放边界</translation>
    </message>
    <message>
        <source>Non-manifold edges</source>
        <translation>非流形边</translation>
    </message>
    <message>
        <source>Edges of more than two triangles, or of two that face different ways</source>
        <translation>属于两个以上三角形的边，或属于两个朝向不一的三角形的边</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>封闭</translation>
    </message>
    <message>
        <source>Whether it has no open border</source>
        <translation>是否没有开放边界</translation>
    </message>
    <message>
        <source>Texture</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Size of the maps in pixels</source>
        <translation>贴图尺寸（像素）</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Width, depth and height</source>
        <translation>宽、深、高</translation>
    </message>
    <message>
        <source>Scores of the run</source>
        <translation>运行评分</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
    <message>
        <source>Striped where no photo showed the surface: guessed</source>
        <translation>条纹处没有照片拍到表面，为推测内容</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::JobQueue</name>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Pausing</source>
        <translation>正在暂停</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>Finishing</source>
        <translation>正在收尾</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Finished early</source>
        <translation>提前完成</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Crashed</source>
        <translation>崩溃</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
    <message>
        <source>%1, %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1，用时 %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: the one before gave no result</source>
        <translation>%1：前一个任务没有结果</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1，剩余 %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LicenceDialog</name>
    <message>
        <source>Licences of the weights</source>
        <translation>权重的许可证</translation>
    </message>
    <message>
        <source>These networks belong to others, who say what may be done with them and with what they make. Read their terms; they are fetched if you agree.</source>
        <translation>这些网络属于他人，他们规定网络及其结果可以如何使用。请阅读条款；同意后才会获取。</translation>
    </message>
    <message>
        <source>Agree and go on</source>
        <translation>同意并继续</translation>
    </message>
    <message>
        <source>Not for commercial use.</source>
        <translation>不得用于商业用途。</translation>
    </message>
    <message>
        <source>I have read these terms and agree</source>
        <translation>我已阅读这些条款并同意</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LogView</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>What the run reports appears here.</source>
        <translation>运行的消息会显示在这里。</translation>
    </message>
    <message>
        <source>Lines to show</source>
        <translation>要显示的行</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Sho&amp;w:</source>
        <translation>显示(&amp;W)：</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copies the selected lines, or all that are shown.</source>
        <translation>复制所选的行；未选择时复制全部显示的行。</translation>
    </message>
    <message>
        <source>C&amp;lear</source>
        <translation>清空(&amp;L)</translation>
    </message>
    <message>
        <source>Empties this view. The log file keeps everything.</source>
        <translation>清空此视图。日志文件保留全部内容。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::LossPlot</name>
    <message>
        <source>Error over the steps of the run</source>
        <translation>运行各步的误差</translation>
    </message>
    <message>
        <source>How far the mesh is from the pictures. Lower is better.</source>
        <translation>网格与图片的差距。越低越好。</translation>
    </message>
    <message>
        <source>The curve appears when a run begins.</source>
        <translation>运行开始后显示曲线。</translation>
    </message>
    <message>
        <source>Steps (logarithmic height)</source>
        <translation>步数（对数高度）</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>第 %1 步</translation>
    </message>
    <message>
        <source>Nothing measured yet.</source>
        <translation>尚无测量数据。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MainMenus</name>
    <message>
        <source>&amp;Resume</source>
        <translation>继续(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Nothing yet</source>
        <translation>暂无</translation>
    </message>
    <message>
        <source>Open a folder of pictures</source>
        <translation>打开图片文件夹</translation>
    </message>
    <message>
        <source>Open pictures or a transforms file</source>
        <translation>打开图片或 transforms 文件</translation>
    </message>
    <message>
        <source>Pictures and transforms files (%1)</source>
        <translation>图片和 transforms 文件 (%1)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>所有文件 (*)</translation>
    </message>
    <message>
        <source>About Bozzetto</source>
        <translation>关于 Bozzetto</translation>
    </message>
    <message>
        <source>Pictures in, a textured mesh out.&lt;br&gt;Apache License 2.0.&lt;br&gt;&lt;br&gt;Made with Qt %1 (LGPL), VTK (BSD), LibTorch (BSD), OpenCV (Apache) and other free libraries, which are listed with their licences in packaging/licences.</source>
        <translation>输入图片，输出带纹理的网格。&lt;br&gt;Apache License 2.0。&lt;br&gt;&lt;br&gt;使用 Qt %1 (LGPL)、VTK (BSD)、LibTorch (BSD)、OpenCV (Apache) 及其他自由软件库制作，其许可证列于 packaging/licences。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New project</source>
        <translation>新建项目(&amp;N)</translation>
    </message>
    <message>
        <source>&amp;Open folder of pictures…</source>
        <translation>打开图片文件夹(&amp;O)…</translation>
    </message>
    <message>
        <source>Open p&amp;ictures…</source>
        <translation>打开图片(&amp;I)…</translation>
    </message>
    <message>
        <source>Open &amp;project…</source>
        <translation>打开项目(&amp;P)…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Save project</source>
        <translation>保存项目(&amp;S)</translation>
    </message>
    <message>
        <source>Save project &amp;as…</source>
        <translation>项目另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export mesh…</source>
        <translation>导出网格(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Close project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Paste pictures</source>
        <translation>粘贴图片(&amp;P)</translation>
    </message>
    <message>
        <source>P&amp;references…</source>
        <translation>首选项(&amp;R)…</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Add to queue</source>
        <translation>添加到队列(&amp;A)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Finish now</source>
        <translation>立即完成(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Open &amp;log folder</source>
        <translation>打开日志文件夹(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;About Bozzetto</source>
        <translation>关于 Bozzetto(&amp;A)</translation>
    </message>
    <message>
        <source>Use cameras from another program</source>
        <translation>使用其他程序的相机</translation>
    </message>
    <message>
        <source>Camera files (%1)</source>
        <translation>相机文件 （%1）</translation>
    </message>
    <message>
        <source>&amp;Weights of the networks…</source>
        <translation>网络权重(&amp;W)…</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MainWindow</name>
    <message>
        <source>The mesh is ready.</source>
        <translation>网格已完成。</translation>
    </message>
    <message>
        <source>The mesh is ready</source>
        <translation>网格已完成</translation>
    </message>
    <message>
        <source>The run failed</source>
        <translation>运行失败</translation>
    </message>
    <message>
        <source>%1 with %2, started %3</source>
        <comment>run, engine, time</comment>
        <translation>%1，使用 %2，开始于 %3</translation>
    </message>
    <message>
        <source>A run is going on.</source>
        <translation>正在运行。</translation>
    </message>
    <message>
        <source>open some pictures first</source>
        <translation>请先打开图片</translation>
    </message>
    <message>
        <source>there is no mesh yet</source>
        <translation>还没有网格</translation>
    </message>
    <message>
        <source>there is no finished mesh yet</source>
        <translation>还没有完成的网格</translation>
    </message>
    <message>
        <source>Exported %1</source>
        <translation>已导出 %1</translation>
    </message>
    <message>
        <source>Reconstruct</source>
        <translation>重建</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>A run is going on. Stop it first.</source>
        <translation>正在运行，请先停止。</translation>
    </message>
    <message>
        <source>Reconstructing a mesh</source>
        <translation>正在重建网格</translation>
    </message>
    <message>
        <source>The project is read-only. %1</source>
        <translation>项目为只读。%1</translation>
    </message>
    <message>
        <source>Save it under another name to keep changes.</source>
        <translation>要保留更改，请另存为其他名称。</translation>
    </message>
    <message>
        <source>The run begins when the cameras are found.</source>
        <translation>求出相机后开始运行。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskController</name>
    <message>
        <source>Keep the table</source>
        <translation>保留桌面</translation>
    </message>
    <message>
        <source>Leave the table out</source>
        <translation>去除桌面</translation>
    </message>
    <message>
        <source>Use the set&apos;s own masks</source>
        <translation>使用图片集自带的遮罩</translation>
    </message>
    <message>
        <source>Edit masks</source>
        <translation>编辑遮罩</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>，剩余 %1</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>正在生成遮罩</translation>
    </message>
    <message>
        <source>No masks were made.</source>
        <translation>没有生成遮罩。</translation>
    </message>
    <message>
        <source>Every picture has a mask of its own.</source>
        <translation>每张图片都有自己的遮罩。</translation>
    </message>
    <message>
        <source>Make masks</source>
        <translation>生成遮罩</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were made. Undo brings the earlier ones back.</source>
        <translation>
            <numerusform>已生成 %n 个遮罩。撤销可恢复之前的遮罩。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n remarks are in the log.</source>
        <translation>
            <numerusform>日志中有 %n 条说明。</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose the folder of masks</source>
        <translation>选择遮罩文件夹</translation>
    </message>
    <message>
        <source>Import masks</source>
        <translation>导入遮罩</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were imported.</source>
        <translation>
            <numerusform>已导入 %n 个遮罩。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export masks</source>
        <translation>导出遮罩</translation>
    </message>
    <message>
        <source>Named and coloured as this program wants them:</source>
        <translation>按此程序的要求命名和着色：</translation>
    </message>
    <message>
        <source>Choose the folder for the masks</source>
        <translation>选择保存遮罩的文件夹</translation>
    </message>
    <message numerus="yes">
        <source>%n masks were written to %1.</source>
        <translation>
            <numerusform>已将 %n 个遮罩写入 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>The edited masks cannot be copied, so no masks were made.</source>
        <translation>无法复制编辑过的遮罩，因此没有生成遮罩。</translation>
    </message>
    <message>
        <source>Make room on the disk.</source>
        <translation>请释放磁盘空间。</translation>
    </message>
    <message numerus="yes">
        <source>%n edited ones were kept.</source>
        <translation>
            <numerusform>保留了 %n 张编辑过的遮罩。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskEditor</name>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>Brush stroke</source>
        <translation>画笔笔划</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>擦除</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>what was done to a mask, name of the picture</comment>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>没有变化。</translation>
    </message>
    <message>
        <source>%1, all pictures</source>
        <comment>what is done to masks</comment>
        <translation>%1，所有图片</translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n pictures)</source>
        <comment>what was done to masks</comment>
        <translation>
            <numerusform>%1（%n 张图片）</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1: %n masks changed</source>
        <comment>what was done</comment>
        <translation>
            <numerusform>%1：已更改 %n 个遮罩</numerusform>
        </translation>
    </message>
    <message>
        <source>Masks</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>Mask of %1 (%2 of %3)</source>
        <comment>name, number, count</comment>
        <translation>%1 的遮罩（%2/%3）</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <translation>撤销%1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>重做%1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>width and height in pixels</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>object %1 %</source>
        <translation>物体 %1 %</translation>
    </message>
    <message>
        <source>no mask yet: paint the object</source>
        <translation>尚无遮罩：请绘制物体</translation>
    </message>
    <message>
        <source>not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Mask editor</source>
        <translation>遮罩编辑器</translation>
    </message>
    <message>
        <source>Picture with its mask</source>
        <translation>图片及其遮罩</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Back to the pictures; masks are saved as they are painted</source>
        <translation>返回图片；遮罩在绘制时自动保存</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Previous picture (Page up or A)</source>
        <translation>上一张图片（Page Up 或 A）</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>Next picture (Page down or D)</source>
        <translation>下一张图片（Page Down 或 D）</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskImportDialog</name>
    <message>
        <source>Import masks</source>
        <translation>导入遮罩</translation>
    </message>
    <message numerus="yes">
        <source>Masks for %1 of %n pictures, named like %2.</source>
        <translation>
            <numerusform>%n 张图片中有 %1 张有遮罩，命名方式如 %2。</numerusform>
        </translation>
    </message>
    <message>
        <source>In these masks</source>
        <translation>在这些遮罩中</translation>
    </message>
    <message>
        <source>white is the object</source>
        <translation>白色是物体</translation>
    </message>
    <message>
        <source>black is the object</source>
        <translation>黑色是物体</translation>
    </message>
    <message>
        <source>Pictures and their masks</source>
        <translation>图片及其遮罩</translation>
    </message>
    <message>
        <source>Picture with its mask</source>
        <translation>图片及其遮罩</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>The masks do not say which: look at the picture.</source>
        <translation>遮罩本身无法判断：请查看图片。</translation>
    </message>
    <message>
        <source>%1 % of the masks looked at say so.</source>
        <translation>已检查的遮罩中有 %1 % 支持此判断。</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>picture, its mask</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: no mask</source>
        <translation>%1：没有遮罩</translation>
    </message>
    <message>
        <source>%1: belongs to no picture</source>
        <translation>%1：不属于任何图片</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>file, what is wrong</comment>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MaskPanel</name>
    <message>
        <source>Draw over the object, and over the ground with the right button; then refine. What is visible is worked on: zoom in for fine detail.</source>
        <translation>在物体上绘制，用右键在背景上绘制，然后细化。只处理可见部分：放大可获得更精细的细节。</translation>
    </message>
    <message>
        <source>Click on an even part of the object; on one of the ground with the right button.</source>
        <translation>单击物体上颜色均匀的部分；用右键单击背景上的部分。</translation>
    </message>
    <message>
        <source>Draw around the object; the right button takes away what is inside.</source>
        <translation>围绕物体绘制；右键去除其中的内容。</translation>
    </message>
    <message>
        <source>The right button does the opposite. The wheel zooms, with Ctrl it changes the size; the space bar moves the picture.</source>
        <translation>右键执行相反操作。滚轮缩放，按住 Ctrl 改变大小；空格键移动图片。</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Fill holes</source>
        <translation>填补空洞</translation>
    </message>
    <message>
        <source>Grow</source>
        <translation>扩张</translation>
    </message>
    <message>
        <source>Shrink</source>
        <translation>收缩</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Cut border parts</source>
        <comment>of a mask: remove what touches the picture&apos;s border</comment>
        <translation>去除边缘部分</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Fill all</source>
        <translation>全部填充</translation>
    </message>
    <message>
        <source>Mask tools</source>
        <translation>遮罩工具</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Tool settings</source>
        <translation>工具设置</translation>
    </message>
    <message>
        <source>Whole mask</source>
        <translation>整个遮罩</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Paints what belongs to the object</source>
        <translation>绘制属于物体的部分</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Takes away what does not belong to the object</source>
        <translation>去除不属于物体的部分</translation>
    </message>
    <message>
        <source>Fill</source>
        <translation>填充</translation>
    </message>
    <message>
        <source>Fills what has about the same colour</source>
        <translation>填充颜色相近的部分</translation>
    </message>
    <message>
        <source>Rectangle</source>
        <translation>矩形</translation>
    </message>
    <message>
        <source>Fills a rectangle</source>
        <translation>填充矩形</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Fills what is drawn around</source>
        <translation>填充所圈的部分</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>细化</translation>
    </message>
    <message>
        <source>Finds the outline from a few strokes</source>
        <translation>由几笔找出轮廓</translation>
    </message>
    <message>
        <source>Object and ground change places</source>
        <translation>物体与背景互换</translation>
    </message>
    <message>
        <source>What the object encloses belongs to it</source>
        <translation>物体所包围的部分属于物体</translation>
    </message>
    <message>
        <source>Moves the outline out by the amount below</source>
        <translation>按下方数值将轮廓外移</translation>
    </message>
    <message>
        <source>Moves the outline in by the amount below</source>
        <translation>按下方数值将轮廓内移</translation>
    </message>
    <message>
        <source>Rounds the outline by the amount below; hairs go</source>
        <translation>按下方数值使轮廓圆滑；细丝会消失</translation>
    </message>
    <message>
        <source>Takes away every part that touches the border</source>
        <translation>去除所有接触边缘的部分</translation>
    </message>
    <message>
        <source>Nothing belongs to the object</source>
        <translation>没有任何部分属于物体</translation>
    </message>
    <message>
        <source>Everything belongs to the object</source>
        <translation>所有部分都属于物体</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source> px</source>
        <comment>pixels</comment>
        <translation> px</translation>
    </message>
    <message>
        <source>Diameter in pixels of the picture; [ and ] or Ctrl and the wheel</source>
        <translation>以图片像素为单位的直径；[ 和 ] 或 Ctrl 加滚轮</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>画笔大小</translation>
    </message>
    <message>
        <source>Softness</source>
        <translation>柔和度</translation>
    </message>
    <message>
        <source>Softness of the brush</source>
        <translation>画笔柔和度</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>容差</translation>
    </message>
    <message>
        <source>How far a colour may differ, of 255</source>
        <translation>颜色允许的差异，最大 255</translation>
    </message>
    <message>
        <source>Tolerance of the fill</source>
        <translation>填充容差</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>Amount for grow, shrink and smooth</source>
        <translation>扩张、收缩和平滑的数值</translation>
    </message>
    <message>
        <source>Refine now</source>
        <translation>立即细化</translation>
    </message>
    <message>
        <source>Clear strokes</source>
        <translation>清除笔划</translation>
    </message>
    <message>
        <source>Apply to all pictures</source>
        <translation>应用到所有图片</translation>
    </message>
    <message>
        <source>Ground tinted</source>
        <translation>背景着色</translation>
    </message>
    <message>
        <source>Object cut out</source>
        <translation>抠出物体</translation>
    </message>
    <message>
        <source>Mask alone</source>
        <translation>仅遮罩</translation>
    </message>
    <message>
        <source>Picture alone</source>
        <translation>仅图片</translation>
    </message>
    <message>
        <source>How the mask is shown</source>
        <translation>遮罩的显示方式</translation>
    </message>
    <message>
        <source>Opacity</source>
        <translation>不透明度</translation>
    </message>
    <message>
        <source>Opacity of the tint</source>
        <translation>着色的不透明度</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>轮廓</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryChip</name>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>Memory %1</source>
        <translation>内存 %1</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>即将用满</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryGraph</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Predicted peak</source>
        <translation>预测峰值</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::MemoryPanel</name>
    <message>
        <source>No CUDA GPU: running on the CPU</source>
        <translation>没有 CUDA GPU：使用 CPU 运行</translation>
    </message>
    <message>
        <source>There is an NVIDIA driver, but it finds no GPU.</source>
        <translation>有 NVIDIA 驱动程序，但未找到 GPU。</translation>
    </message>
    <message>
        <source>One GPU</source>
        <translation>1 个 GPU</translation>
    </message>
    <message numerus="yes">
        <source>%n GPUs</source>
        <translation>
            <numerusform>%n 个 GPU</numerusform>
        </translation>
    </message>
    <message>
        <source>Driver %1, CUDA %2</source>
        <translation>驱动程序 %1，CUDA %2</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver reports an error: %1</source>
        <translation>GPU 驱动程序报告错误：%1</translation>
    </message>
    <message>
        <source>Runs on the CPU still work. Restarting the computer often helps.</source>
        <translation>仍可使用 CPU 运行。重启计算机通常可以解决。</translation>
    </message>
    <message>
        <source>The GPU&apos;s driver does not answer</source>
        <translation>GPU 驱动程序没有响应</translation>
    </message>
    <message>
        <source>The figures of the GPUs are the last ones known. Runs on the CPU still work.</source>
        <translation>GPU 数据为最后一次的读数。仍可使用 CPU 运行。</translation>
    </message>
    <message>
        <source>The GPU is gone</source>
        <translation>GPU 已断开</translation>
    </message>
    <message>
        <source>The GPU is gone: %1</source>
        <translation>GPU 已断开：%1</translation>
    </message>
    <message>
        <source>Was it unplugged, or its driver replaced? Runs on the CPU still work.</source>
        <translation>是否被拔出，或其驱动程序被更换？仍可使用 CPU 运行。</translation>
    </message>
    <message>
        <source>%1 of %2 used (%3 %)</source>
        <translation>已用 %1，共 %2（%3%）</translation>
    </message>
    <message>
        <source>Nearly full: close other programs before a run.</source>
        <translation>即将用满：运行前请关闭其他程序。</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Looking for GPUs…</source>
        <translation>正在查找 GPU…</translation>
    </message>
    <message>
        <source>%1 (compute capability %2)</source>
        <translation>%1 (计算能力 %2)</translation>
    </message>
    <message>
        <source>A GPU without a name</source>
        <translation>未命名的 GPU</translation>
    </message>
    <message>
        <source>No figures: %1</source>
        <translation>没有数据：%1</translation>
    </message>
    <message>
        <source>, %1 % busy</source>
        <translation>，负载 %1%</translation>
    </message>
    <message>
        <source>This job: %1</source>
        <translation>此任务：%1</translation>
    </message>
    <message>
        <source>This job: not available</source>
        <translation>此任务：不可用</translation>
    </message>
    <message>
        <source>Main memory (as far as this session may use it)</source>
        <translation>主内存（此会话可用部分）</translation>
    </message>
    <message>
        <source>Main memory</source>
        <translation>主内存</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::NoticeBar</name>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What went wrong</source>
        <translation>出现的问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>解决办法</translation>
    </message>
    <message>
        <source>Copy the text</source>
        <translation>复制文本</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::Notifier</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PhotoCompare</name>
    <message>
        <source>Reading the picture…</source>
        <translation>正在读取图片…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Mean difference %1 %, shown 4 times stronger</source>
        <translation>平均差异 %1%，放大 4 倍显示</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>正在比较…</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PhotoStrip</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Choose a picture to look from its camera</source>
        <translation>选择图片以从其相机观察</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureDelegate</name>
    <message>
        <source>Excluded</source>
        <translation>已排除</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureDetails</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>From transparency</source>
        <translation>来自透明度</translation>
    </message>
    <message>
        <source>From depth</source>
        <translation>来自深度</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1, %2 of the picture</source>
        <comment>where a mask comes from, its share</comment>
        <translation>%1，占图片的 %2</translation>
    </message>
    <message>
        <source>Selected picture</source>
        <translation>所选图片</translation>
    </message>
    <message>
        <source>What is known about the picture</source>
        <translation>图片的已知信息</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Select a picture to see what is known about it.</source>
        <translation>选择一张图片以查看其信息。</translation>
    </message>
    <message>
        <source>Preview of %1</source>
        <translation>%1 的预览</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures selected</source>
        <translation>
            <numerusform>已选择 %n 张图片</numerusform>
        </translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮罩</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>%1 of the object</source>
        <translation>覆盖物体的 %1</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Known</source>
        <translation>已知</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>%1 of the usual</source>
        <translation>通常值的 %1</translation>
    </message>
    <message>
        <source>Brightness</source>
        <translation>亮度</translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation>过曝</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>死黑</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PictureModel</name>
    <message>
        <source>excluded</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>mask inverted by you</source>
        <translation>遮罩已由您反转</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PicturePreview</name>
    <message>
        <source>This picture cannot be shown.</source>
        <translation>无法显示此图片。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Language and spacing change fully after a restart.</source>
        <translation>语言和间距在重启后完全生效。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source> %</source>
        <translation>%</translation>
    </message>
    <message>
        <source>Size of texts and controls</source>
        <translation>文字和控件大小</translation>
    </message>
    <message>
        <source>Millimetres</source>
        <translation>毫米</translation>
    </message>
    <message>
        <source>Centimetres</source>
        <translation>厘米</translation>
    </message>
    <message>
        <source>Metres</source>
        <translation>米</translation>
    </message>
    <message>
        <source>Inches</source>
        <translation>英寸</translation>
    </message>
    <message>
        <source>Lengths</source>
        <translation>长度单位</translation>
    </message>
    <message>
        <source>Simple: drag to orbit</source>
        <translation>简单：拖动环绕</translation>
    </message>
    <message>
        <source>Blender: middle button orbits</source>
        <translation>Blender：中键环绕</translation>
    </message>
    <message>
        <source>Maya: Alt and left button orbit</source>
        <translation>Maya：Alt+左键环绕</translation>
    </message>
    <message>
        <source>Mouse in the viewport</source>
        <translation>视图中的鼠标操作</translation>
    </message>
    <message>
        <source>New runs</source>
        <translation>新运行</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>全部 (%1)</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Tell me when a run has ended</source>
        <translation>运行结束时通知我</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder of the cache</source>
        <translation>选择缓存文件夹</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Folder of the cache</source>
        <translation>缓存文件夹</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Clear the cache</source>
        <translation>清空缓存</translation>
    </message>
    <message>
        <source>Thumbnails are made anew when they are needed</source>
        <translation>缩略图会在需要时重新生成</translation>
    </message>
    <message>
        <source>Ask again what was answered with &quot;Remember my answer&quot;</source>
        <translation>重新询问已选“记住我的回答”的问题</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1 (不在此计算机)</translation>
    </message>
    <message>
        <source>No remembered answers</source>
        <translation>没有记住的回答</translation>
    </message>
    <message>
        <source>Forget the remembered answer</source>
        <translation>忘记已记住的回答</translation>
    </message>
    <message numerus="yes">
        <source>Forget %n remembered answers</source>
        <translation>
            <numerusform>忘记 %n 个已记住的回答</numerusform>
        </translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>%1 of thumbnails</source>
        <translation>缩略图 %1</translation>
    </message>
    <message>
        <source>Clearing…</source>
        <translation>正在清空…</translation>
    </message>
    <message>
        <source>Some files could not be deleted.</source>
        <translation>部分文件无法删除。</translation>
    </message>
    <message>
        <source>Find cameras by itself</source>
        <translation>自动求取相机</translation>
    </message>
    <message>
        <source>Begins as soon as pictures without cameras are opened, in the background</source>
        <translation>打开没有相机的图片后立即在后台开始</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::PresetChooser</name>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProgressPanel</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Nothing is running</source>
        <translation>没有正在进行的运行</translation>
    </message>
    <message>
        <source>Press Run to start. You can watch the mesh form, pause at any time, and stop without losing what is done.</source>
        <translation>按“运行”开始。您可以看着网格成形，随时暂停，停止也不会丢失已完成的部分。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProjectController</name>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Stopping is safe: the run can be continued later from where it was stopped.</source>
        <translation>可以放心停止：之后可从停止处继续运行。</translation>
    </message>
    <message>
        <source>&amp;Stop the run</source>
        <translation>停止运行(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keep it running</source>
        <translation>继续运行(&amp;K)</translation>
    </message>
    <message>
        <source>Save the changes to &quot;%1&quot;?</source>
        <translation>是否保存对“%1”的更改？</translation>
    </message>
    <message>
        <source>Results of a project that was never saved go to the trash.</source>
        <translation>从未保存过的项目的结果会移入回收站。</translation>
    </message>
    <message>
        <source>Without saving, the changes since the last time are lost.</source>
        <translation>如果不保存，上次保存以来的更改将丢失。</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Do not save</source>
        <translation>不保存(&amp;D)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Bozzetto project (*.bozzetto)</source>
        <translation>Bozzetto 项目 (*.bozzetto)</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ProjectDocument</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>The project has no name yet.</source>
        <translation>项目还没有名称。</translation>
    </message>
    <message>
        <source>The project is read-only. %1</source>
        <translation>项目为只读。%1</translation>
    </message>
    <message>
        <source>Save it under a name of your choice.</source>
        <translation>请以您选择的名称保存。</translation>
    </message>
    <message>
        <source>Add pictures</source>
        <translation>添加图片</translation>
    </message>
    <message numerus="yes">
        <source>Exclude %n pictures</source>
        <translation>
            <numerusform>排除 %n 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Include %n pictures</source>
        <translation>
            <numerusform>包含 %n 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Invert %n masks</source>
        <translation>
            <numerusform>反转 %n 个遮罩</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back %1</source>
        <translation>还原 %1</translation>
    </message>
    <message>
        <source>Replace %1</source>
        <translation>替换 %1</translation>
    </message>
    <message>
        <source>Find moved pictures</source>
        <translation>查找移动的图片</translation>
    </message>
    <message>
        <source>Choose engine</source>
        <translation>选择引擎</translation>
    </message>
    <message>
        <source>Choose preset</source>
        <translation>选择预设</translation>
    </message>
    <message>
        <source>Change settings</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>Change seed</source>
        <translation>更改种子</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>选择设备</translation>
    </message>
    <message>
        <source>Change threads</source>
        <translation>更改线程数</translation>
    </message>
    <message>
        <source>Change time limit</source>
        <translation>更改时间限制</translation>
    </message>
    <message>
        <source>Rename run</source>
        <translation>重命名运行</translation>
    </message>
    <message>
        <source>Delete run</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Choose the frames of the video</source>
        <translation>选择视频取帧数</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::QueueView</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>No jobs yet. Add several and let them run one after the other.</source>
        <translation>还没有任务。可添加多个任务，让它们依次运行。</translation>
    </message>
    <message>
        <source>Run the queue</source>
        <translation>运行队列</translation>
    </message>
    <message>
        <source>Runs the waiting jobs one after the other.</source>
        <translation>依次运行等待中的任务。</translation>
    </message>
    <message>
        <source>Add a job</source>
        <translation>添加任务</translation>
    </message>
    <message>
        <source>Adds the present pictures and settings as a job.</source>
        <translation>将当前图片和设置添加为任务。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Takes the chosen job off the list (Del). Its files stay.</source>
        <translation>将所选任务移出列表 (Del)。其文件会保留。</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Moves the chosen job up (Ctrl+Up).</source>
        <translation>上移所选任务 (Ctrl+↑)。</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Moves the chosen job down (Ctrl+Down).</source>
        <translation>下移所选任务 (Ctrl+↓)。</translation>
    </message>
    <message>
        <source>Clear finished</source>
        <translation>清除已结束的任务</translation>
    </message>
    <message>
        <source>Takes all jobs that have ended off the list. Their files stay.</source>
        <translation>将所有已结束的任务移出列表。其文件会保留。</translation>
    </message>
    <message>
        <source>&amp;Continue when a job fails</source>
        <translation>任务失败时继续(&amp;C)</translation>
    </message>
    <message>
        <source>Goes on with the next job after a failed one, for example overnight.</source>
        <translation>任务失败后继续下一个，例如夜间运行时。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RecentDelegate</name>
    <message>
        <source>Missing: %1</source>
        <translation>缺失：%1</translation>
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
        <source>%n pictures</source>
        <translation>
            <numerusform>%n 张图片</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n runs</source>
        <translation>
            <numerusform>%n 次运行</numerusform>
        </translation>
    </message>
    <message>
        <source>last change %1</source>
        <translation>上次更改 %1</translation>
    </message>
    <message>
        <source>A run was going on; it can go on from its last checkpoint.</source>
        <translation>当时正在运行，可从最后的检查点继续。</translation>
    </message>
    <message>
        <source>Re&amp;member my answer</source>
        <translation>记住我的回答(&amp;M)</translation>
    </message>
    <message>
        <source>Recover sessions</source>
        <translation>恢复会话</translation>
    </message>
    <message>
        <source>Bozzetto did not close properly. Your work was kept.</source>
        <translation>Bozzetto 未正常关闭。您的工作已保留。</translation>
    </message>
    <message>
        <source>Do the same after the next crash without asking. You can change this in the preferences.</source>
        <translation>下次崩溃后不再询问，执行相同操作。可在首选项中更改。</translation>
    </message>
    <message>
        <source>Untitled session</source>
        <translation>未命名的会话</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Re&amp;cover</source>
        <translation>恢复(&amp;C)</translation>
    </message>
    <message>
        <source>Continue with everything up to the last change</source>
        <translation>从最后一次更改处继续</translation>
    </message>
    <message>
        <source>&amp;Open saved</source>
        <translation>打开已保存的(&amp;O)</translation>
    </message>
    <message>
        <source>Drop what was changed since the project was last saved</source>
        <translation>丢弃上次保存项目以来的更改</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>丢弃(&amp;D)</translation>
    </message>
    <message>
        <source>Forget it; its results go to the trash</source>
        <translation>不再保留；其结果移入回收站</translation>
    </message>
    <message>
        <source>&amp;Skip</source>
        <translation>跳过(&amp;S)</translation>
    </message>
    <message>
        <source>Keep it and ask again at the next start</source>
        <translation>保留，下次启动时再次询问</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RelocateDialog</name>
    <message>
        <source>Same name</source>
        <translation>同名</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n files found</source>
        <translation>
            <numerusform>已找到 %n 个文件中的 %1 个</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n of another size</source>
        <translation>
            <numerusform>%1，%n 个尺寸不同</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Look in folder…</source>
        <translation>查找文件夹(&amp;L)…</translation>
    </message>
    <message>
        <source>&amp;Use these</source>
        <translation>使用这些(&amp;U)</translation>
    </message>
    <message>
        <source>Find missing pictures</source>
        <translation>查找缺失的图片</translation>
    </message>
    <message>
        <source>The project&apos;s pictures are not where they were. Name a folder to look in, then check what was found.</source>
        <translation>项目的图片不在原来的位置。请指定要查找的文件夹，然后检查找到的内容。</translation>
    </message>
    <message>
        <source>Missing pictures</source>
        <translation>缺失的图片</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>Found at</source>
        <translation>找到的位置</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Looking for pictures</source>
        <translation>正在查找图片</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>以后再说(&amp;N)</translation>
    </message>
    <message>
        <source>Look for pictures in</source>
        <translation>在此查找图片</translation>
    </message>
    <message>
        <source>Looking in %1</source>
        <translation>正在查找 %1</translation>
    </message>
    <message>
        <source>Nothing found in %1</source>
        <translation>在 %1 中未找到</translation>
    </message>
    <message numerus="yes">
        <source>Found %1 of %n</source>
        <translation>
            <numerusform>已找到 %n 张中的 %1 张</numerusform>
        </translation>
    </message>
    <message>
        <source>Not found yet</source>
        <translation>尚未找到</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ResultArea</name>
    <message>
        <source>Screenshot saved: %1</source>
        <translation>截图已保存：%1</translation>
    </message>
    <message>
        <source>The mesh appears here when you run a reconstruction.</source>
        <translation>运行重建后，网格会显示在这里。</translation>
    </message>
    <message>
        <source>The first shape appears in a moment.</source>
        <translation>初始形状即将显示。</translation>
    </message>
    <message numerus="yes">
        <source>%n frames written to %1</source>
        <translation>
            <numerusform>已将 %n 帧写入 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>%1: %2, %3</source>
        <comment>run, engine, preset</comment>
        <translation>%1：%2，%3</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ResumeBar</name>
    <message>
        <source>Unfinished run</source>
        <translation>未完成的运行</translation>
    </message>
    <message>
        <source>A run can go on from where it stopped</source>
        <translation>有运行可从停止处继续</translation>
    </message>
    <message>
        <source>Which run</source>
        <translation>选择运行</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>继续(&amp;M)</translation>
    </message>
    <message>
        <source>Goes on from the last checkpoint</source>
        <translation>从最后的检查点继续</translation>
    </message>
    <message>
        <source>&amp;Not now</source>
        <translation>以后再说(&amp;N)</translation>
    </message>
    <message>
        <source>What was done is kept</source>
        <translation>已完成的部分会保留</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ReviewText</name>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Blurred</source>
        <translation>模糊</translation>
    </message>
    <message>
        <source>Blurred: it shows %1 of the detail of the other pictures.</source>
        <translation>模糊：细节只有其他图片的 %1。</translation>
    </message>
    <message>
        <source>Exclude it, or take it again.</source>
        <translation>请排除，或重新拍摄。</translation>
    </message>
    <message>
        <source>Too dark</source>
        <translation>太暗</translation>
    </message>
    <message>
        <source>Darker than the others: brightness %1, usual is %2.</source>
        <translation>比其他图片暗：亮度 %1，通常为 %2。</translation>
    </message>
    <message>
        <source>Use the same exposure for all pictures, or exclude it.</source>
        <translation>请为所有图片使用相同的曝光，或将其排除。</translation>
    </message>
    <message>
        <source>Too bright</source>
        <translation>太亮</translation>
    </message>
    <message>
        <source>Brighter than the others: brightness %1, usual is %2.</source>
        <translation>比其他图片亮：亮度 %1，通常为 %2。</translation>
    </message>
    <message>
        <source>Overexposed</source>
        <translation>过曝</translation>
    </message>
    <message>
        <source>%1 of the object is overexposed.</source>
        <translation>物体有 %1 过曝。</translation>
    </message>
    <message>
        <source>Take it again with less exposure.</source>
        <translation>请降低曝光重新拍摄。</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>太小</translation>
    </message>
    <message>
        <source>Small: %1 pixels on the shorter side.</source>
        <translation>太小：短边为 %1 像素。</translation>
    </message>
    <message>
        <source>Larger pictures give finer textures.</source>
        <translation>图片越大，纹理越精细。</translation>
    </message>
    <message>
        <source>Other size</source>
        <translation>尺寸不同</translation>
    </message>
    <message>
        <source>Has another size than most pictures.</source>
        <translation>与大多数图片的尺寸不同。</translation>
    </message>
    <message>
        <source>Nothing to do if it was taken that way.</source>
        <translation>如果拍摄时就是如此，则无需处理。</translation>
    </message>
    <message>
        <source>Mask empty</source>
        <translation>遮罩为空</translation>
    </message>
    <message>
        <source>The mask is empty: nothing belongs to the object.</source>
        <translation>遮罩为空：没有内容属于物体。</translation>
    </message>
    <message>
        <source>Give a mask that shows the object in white, or exclude the picture.</source>
        <translation>请提供以白色表示物体的遮罩，或排除该图片。</translation>
    </message>
    <message>
        <source>Mask full</source>
        <translation>遮罩全满</translation>
    </message>
    <message>
        <source>The mask covers the whole picture.</source>
        <translation>遮罩覆盖了整张图片。</translation>
    </message>
    <message>
        <source>Give a mask that shows only the object in white.</source>
        <translation>请提供仅以白色表示物体的遮罩。</translation>
    </message>
    <message>
        <source>Mask inverted</source>
        <translation>遮罩疑似反转</translation>
    </message>
    <message>
        <source>The mask looks inverted: the border belongs to the object, the middle does not.</source>
        <translation>遮罩似乎反转：边缘属于物体，中间却不属于。</translation>
    </message>
    <message>
        <source>Invert the mask.</source>
        <translation>请反转遮罩。</translation>
    </message>
    <message>
        <source>Mask turned</source>
        <translation>遮罩已反转</translation>
    </message>
    <message>
        <source>The mask is black on white; it was inverted, so that white means object.</source>
        <translation>遮罩为白底黑色；已反转，以白色表示物体。</translation>
    </message>
    <message>
        <source>Nothing to do if the object is the black part.</source>
        <translation>如果物体是黑色部分，则无需处理。</translation>
    </message>
    <message>
        <source>Mask size</source>
        <translation>遮罩尺寸</translation>
    </message>
    <message>
        <source>The mask has another size than the picture; it was resized.</source>
        <translation>遮罩与图片尺寸不同；已调整尺寸。</translation>
    </message>
    <message>
        <source>Masks of the picture&apos;s own size are sharper.</source>
        <translation>与图片尺寸相同的遮罩更清晰。</translation>
    </message>
    <message>
        <source>Mask small</source>
        <translation>遮罩偏小</translation>
    </message>
    <message>
        <source>The object is much smaller than in the other pictures: %1 of the picture, usual is %2.</source>
        <translation>物体比其他图片中小得多：占图片的 %1，通常为 %2。</translation>
    </message>
    <message>
        <source>Look at its mask.</source>
        <translation>请查看其遮罩。</translation>
    </message>
    <message>
        <source>No mask</source>
        <translation>无遮罩</translation>
    </message>
    <message>
        <source>Has no mask, while most pictures have one. It is left out.</source>
        <translation>没有遮罩，而大多数图片都有。已略过。</translation>
    </message>
    <message>
        <source>Add a mask for it, or exclude it.</source>
        <translation>请为其添加遮罩，或将其排除。</translation>
    </message>
    <message>
        <source>No depth</source>
        <translation>无深度</translation>
    </message>
    <message>
        <source>Has no depth, while most pictures have it.</source>
        <translation>没有深度，而大多数图片都有。</translation>
    </message>
    <message>
        <source>Add its depth picture if there is one.</source>
        <translation>如果有深度图，请添加。</translation>
    </message>
    <message>
        <source>Little depth</source>
        <translation>深度过少</translation>
    </message>
    <message>
        <source>The depth covers only %1 of the object.</source>
        <translation>深度只覆盖物体的 %1。</translation>
    </message>
    <message>
        <source>Check that depth and picture show the same frame.</source>
        <translation>请检查深度与图片是否为同一画面。</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>需检查</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Mask shifted</source>
        <translation>遮罩偏移</translation>
    </message>
    <message>
        <source>Moved by %1 to the right and %2 down the mask would fit the other pictures better.</source>
        <translation>遮罩向右移动 %1、向下移动 %2 会与其他图片更吻合。</translation>
    </message>
    <message>
        <source>Check that mask and picture belong together, or edit the mask.</source>
        <translation>请检查遮罩与图片是否对应，或编辑遮罩。</translation>
    </message>
    <message>
        <source>Mask disagrees</source>
        <translation>遮罩不一致</translation>
    </message>
    <message>
        <source>The mask agrees by only %1 with what the other masks say together.</source>
        <translation>该遮罩与其他遮罩共同得出的结果仅有 %1 一致。</translation>
    </message>
    <message>
        <source>Edit the mask, or make masks anew.</source>
        <translation>请编辑遮罩，或重新生成遮罩。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunController</name>
    <message>
        <source>%1, %2, %3</source>
        <comment>set, engine, preset</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>It was not started.</source>
        <translation>未启动。</translation>
    </message>
    <message>
        <source>Not started, because the run before it gave no result.</source>
        <translation>未启动，因为前一个运行没有结果。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunEnding</name>
    <message>
        <source>Resume goes on from the last checkpoint.</source>
        <translation>可从最后的检查点继续。</translation>
    </message>
    <message>
        <source>Nothing was saved yet: try again from the beginning.</source>
        <translation>尚未保存任何内容：请从头重试。</translation>
    </message>
    <message>
        <source>The system ended the engine because the memory ran out.</source>
        <translation>内存耗尽，系统终止了引擎。</translation>
    </message>
    <message>
        <source>Close other programs, or choose a lower preset or fewer pictures. %1</source>
        <translation>请关闭其他程序，或选择更低的预设或更少的图片。%1</translation>
    </message>
    <message>
        <source>The engine was ended from outside.</source>
        <translation>引擎被外部终止。</translation>
    </message>
    <message>
        <source>Another program or the system did it, perhaps to free memory. %1</source>
        <translation>由其他程序或系统终止，可能是为了释放内存。%1</translation>
    </message>
    <message>
        <source>This processor lacks an instruction that the engine needs.</source>
        <translation>此处理器缺少引擎所需的指令。</translation>
    </message>
    <message>
        <source>The engine crashed (signal %1).</source>
        <translation>引擎崩溃（信号 %1）。</translation>
    </message>
    <message>
        <source>If it happens again, copy the details and report them. %1</source>
        <translation>如果再次发生，请复制详情并报告。%1</translation>
    </message>
    <message>
        <source>The engine ended without a result (exit code %1).</source>
        <translation>引擎结束但没有结果（退出代码 %1）。</translation>
    </message>
    <message>
        <source>The log may say more. %1</source>
        <translation>日志中可能有更多信息。%1</translation>
    </message>
    <message>
        <source>Try again replaces what is there; or choose another output folder.</source>
        <translation>“重试”会替换已有的内容；也可选择其他输出文件夹。</translation>
    </message>
    <message>
        <source>The engine could not be started: %1 (%2)</source>
        <translation>无法启动引擎：%1（%2）</translation>
    </message>
    <message>
        <source>Install Bozzetto again: a part of it is missing.</source>
        <translation>请重新安装 Bozzetto：缺少其中一部分。</translation>
    </message>
    <message>
        <source>Resume continues the interrupted run; Start over discards it.</source>
        <translation>“继续”会接着中断的运行；“重新开始”会将其丢弃。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunPage</name>
    <message>
        <source>Progress of the whole run</source>
        <translation>整个运行的进度</translation>
    </message>
    <message>
        <source>Progress of the phase</source>
        <translation>当前阶段的进度</translation>
    </message>
    <message>
        <source>Ends the improving now and makes a finished mesh of what is there. It can be improved further later.</source>
        <translation>立即结束改进，并用现有内容生成完整的网格。之后可进一步改进。</translation>
    </message>
    <message>
        <source>Finish &amp;now</source>
        <translation>立即完成(&amp;N)</translation>
    </message>
    <message>
        <source>Stopping is safe: what is done is kept, and Resume goes on from there.</source>
        <translation>可以放心停止：已完成的部分会保留，可从此处继续。</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>停止(&amp;T)</translation>
    </message>
    <message>
        <source>Shows the log.</source>
        <translation>显示日志。</translation>
    </message>
    <message>
        <source>Reading the pictures</source>
        <translation>正在读取图片</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>正在启动</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>继续(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>Goes on where it was paused.</source>
        <translation>从暂停处继续。</translation>
    </message>
    <message>
        <source>Waits after the running step and leaves the processor free. The result does not change.</source>
        <translation>在当前步骤后等待，并释放处理器。结果不变。</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more waiting</source>
        <translation>
            <numerusform>另有 %n 个等待中</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1，约剩 %2</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunSettingsPanel</name>
    <message>
        <source>Settings of the run</source>
        <translation>运行设置</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两个引擎</translation>
    </message>
    <message>
        <source>The engine &quot;%1&quot; is not installed.</source>
        <translation>引擎“%1”未安装。</translation>
    </message>
    <message>
        <source>Choose another engine.</source>
        <translation>请选择其他引擎。</translation>
    </message>
    <message>
        <source>No engine is chosen.</source>
        <translation>未选择引擎。</translation>
    </message>
    <message>
        <source>Choose an engine.</source>
        <translation>请选择引擎。</translation>
    </message>
    <message>
        <source>What it will need cannot be predicted: %1</source>
        <translation>无法预测所需资源：%1</translation>
    </message>
    <message>
        <source>Working out what it will need…</source>
        <translation>正在估算所需资源…</translation>
    </message>
    <message>
        <source>About %1 of memory of %2</source>
        <translation>约需内存 %1，共 %2</translation>
    </message>
    <message>
        <source>About %1 of memory</source>
        <translation>约需内存 %1</translation>
    </message>
    <message>
        <source>%1; about %2</source>
        <translation>%1；约 %2</translation>
    </message>
    <message>
        <source>A run is going on: its settings cannot be changed until it ends.</source>
        <translation>正在运行：结束前无法更改其设置。</translation>
    </message>
    <message>
        <source>There is no engine to run.</source>
        <translation>没有可运行的引擎。</translation>
    </message>
    <message>
        <source>Add pictures first.</source>
        <translation>请先添加图片。</translation>
    </message>
    <message>
        <source>Not enough memory: %1 are free, and a run may take 90 % of that. Close other programs, choose the Draft preset, or lower the picture, texture or grid resolution under Advanced.</source>
        <translation>内存不足：可用 %1，运行最多使用其 90%。请关闭其他程序、选择“草稿”预设，或在“高级”中降低图片、纹理或栅格分辨率。</translation>
    </message>
    <message>
        <source>Start the reconstruction</source>
        <translation>开始重建</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Engine</source>
        <translation>引擎</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>What computes: Automatic takes the first GPU if there is one</source>
        <translation>用于计算的设备：“自动”使用第一个 GPU（如有）</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>All (%1)</source>
        <translation>全部 (%1)</translation>
    </message>
    <message>
        <source>Fewer threads leave more of the computer to other programs</source>
        <translation>线程越少，留给其他程序的资源越多</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>After this time a run ends with the best result so far</source>
        <translation>到此时间后，运行以目前最佳结果结束</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the output folder</source>
        <translation>选择输出文件夹</translation>
    </message>
    <message>
        <source>Output folder</source>
        <translation>输出文件夹</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Add to queue</source>
        <translation>添加到队列</translation>
    </message>
    <message>
        <source>Run it after those that wait already</source>
        <translation>在已等待的任务之后运行</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1 (not here)</source>
        <translation>%1 (不在此计算机)</translation>
    </message>
    <message>
        <source>One after the other, to compare the results side by side.</source>
        <translation>依次运行，并排比较结果。</translation>
    </message>
    <message>
        <source>Looking for the engines…</source>
        <translation>正在查找引擎…</translation>
    </message>
    <message>
        <source>Get the weights first.</source>
        <translation>请先获取权重。</translation>
    </message>
    <message>
        <source>%1 needs weights that are not on this computer: %2 to fetch.</source>
        <translation>%1 需要的权重不在这台电脑上：需获取 %2。</translation>
    </message>
    <message>
        <source>%1 needs weights that are not on this computer.</source>
        <translation>%1 需要的权重不在这台电脑上。</translation>
    </message>
    <message>
        <source>Get weights…</source>
        <translation>获取权重…</translation>
    </message>
    <message>
        <source>Results are not for commercial use: %1.</source>
        <translation>结果不可用于商业用途：%1。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::RunWords</name>
    <message>
        <source>First shape</source>
        <translation>初始形状</translation>
    </message>
    <message>
        <source>Shape and material</source>
        <translation>形状与材质</translation>
    </message>
    <message>
        <source>Unwrapping</source>
        <translation>展开 UV</translation>
    </message>
    <message>
        <source>Textures</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Finishing touches</source>
        <translation>纹理</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>误差</translation>
    </message>
    <message>
        <source>Error of the shape</source>
        <translation>形状误差</translation>
    </message>
    <message>
        <source>Error of the textures</source>
        <translation>纹理误差</translation>
    </message>
    <message>
        <source>Likeness %1 dB (PSNR)</source>
        <translation>相似度 %1 dB (PSNR)</translation>
    </message>
    <message>
        <source>Outline match %1 %</source>
        <translation>轮廓匹配 %1%</translation>
    </message>
    <message>
        <source>Bozzetto %1: %2</source>
        <translation>Bozzetto %1：%2</translation>
    </message>
    <message>
        <source>Exit code %1 %2</source>
        <translation>退出代码 %1 %2</translation>
    </message>
    <message>
        <source>Log: %1</source>
        <translation>日志：%1</translation>
    </message>
    <message>
        <source>Finding cameras</source>
        <translation>求取相机</translation>
    </message>
    <message>
        <source>Making masks</source>
        <translation>制作遮罩</translation>
    </message>
    <message>
        <source>Preparing the pictures</source>
        <translation>准备图片</translation>
    </message>
    <message>
        <source>Looking at the pictures</source>
        <translation>观察图片</translation>
    </message>
    <message>
        <source>Coarse shape</source>
        <translation>粗略形状</translation>
    </message>
    <message>
        <source>Surface details</source>
        <translation>表面细节</translation>
    </message>
    <message>
        <source>Mesh</source>
        <translation>网格</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ScenePanel</name>
    <message>
        <source>Guessed from the cameras and points.</source>
        <translation>由相机和点估计得出。</translation>
    </message>
    <message>
        <source>As the cameras&apos; file has it.</source>
        <translation>按相机文件。</translation>
    </message>
    <message>
        <source>How long is it in truth?</source>
        <translation>实际有多长？</translation>
    </message>
    <message numerus="yes">
        <source>Click %n more point(s) in the view.</source>
        <translation>
            <numerusform>请在视图中再点击 %n 个点。</numerusform>
        </translation>
    </message>
    <message>
        <source>The scene has no size yet.</source>
        <translation>场景还没有尺寸。</translation>
    </message>
    <message>
        <source>One unit of the scene is %1 m.</source>
        <translation>场景的一个单位是 %1 m。</translation>
    </message>
    <message numerus="yes">
        <source>Click %n more point(s) of the floor in the view.</source>
        <translation>
            <numerusform>请再点击地面上的 %n 个点。</numerusform>
        </translation>
    </message>
    <message>
        <source>From the depth pictures: %1 m</source>
        <translation>由深度图：%1 m</translation>
    </message>
    <message>
        <source>Up and floor</source>
        <translation>向上方向和地面</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Floor by three clicks</source>
        <translation>点三下定地面</translation>
    </message>
    <message>
        <source>Click three points that lie on the floor, not on one line</source>
        <translation>点击地面上不在一条直线上的三个点</translation>
    </message>
    <message>
        <source>Turn over</source>
        <translation>翻转</translation>
    </message>
    <message>
        <source>What was up is down</source>
        <translation>上下颠倒</translation>
    </message>
    <message>
        <source>Guess again</source>
        <translation>重新估计</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>比例</translation>
    </message>
    <message>
        <source>Length by two clicks</source>
        <translation>点两下定长度</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Region of the object</source>
        <translation>物体所在区域</translation>
    </message>
    <message>
        <source>Show the region</source>
        <translation>显示区域</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>中心</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>As guessed</source>
        <translation>恢复估计值</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ScreenshotText</name>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>Choose another folder for screenshots.</source>
        <translation>请为截图选择其他文件夹。</translation>
    </message>
    <message>
        <source>Nothing can be written to %1: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>No free name is left in %1.</source>
        <translation>%1 中没有可用的文件名。</translation>
    </message>
    <message>
        <source>The picture could not be drawn.</source>
        <translation>无法绘制图片。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SettingRow</name>
    <message>
        <source>Reset %1</source>
        <translation>重置“%1”</translation>
    </message>
    <message>
        <source>Explain %1</source>
        <translation>说明“%1”</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>关</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1，已更改</translation>
    </message>
    <message>
        <source>Back to the preset&apos;s value: %1</source>
        <translation>恢复为预设值：%1</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SettingsForm</name>
    <message>
        <source>Reset all</source>
        <translation>全部重置</translation>
    </message>
    <message>
        <source>Put every value back to that of the preset</source>
        <translation>将所有值恢复为预设值</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message numerus="yes">
        <source>Advanced (%n changed)</source>
        <translation>
            <numerusform>高级 (已更改 %n 项)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ShortcutSheet</name>
    <message>
        <source>Orbit</source>
        <translation>环绕</translation>
    </message>
    <message>
        <source>Left button</source>
        <translation>左键</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>Middle button, Shift+left</source>
        <translation>中键，Shift+左键</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Wheel, right button, Ctrl+left</source>
        <translation>滚轮，右键，Ctrl+左键</translation>
    </message>
    <message>
        <source>Turn about this point</source>
        <translation>以此点为中心旋转</translation>
    </message>
    <message>
        <source>Double click, Alt+middle</source>
        <translation>双击，Alt+中键</translation>
    </message>
    <message>
        <source>Middle button, Alt+left</source>
        <translation>中键，Alt+左键</translation>
    </message>
    <message>
        <source>Shift+middle</source>
        <translation>Shift+中键</translation>
    </message>
    <message>
        <source>Wheel, Ctrl+middle</source>
        <translation>滚轮，Ctrl+中键</translation>
    </message>
    <message>
        <source>Alt+left</source>
        <translation>Alt+左键</translation>
    </message>
    <message>
        <source>Alt+middle</source>
        <translation>Alt+中键</translation>
    </message>
    <message>
        <source>Wheel, Alt+right</source>
        <translation>滚轮，Alt+右键</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>Look through a camera</source>
        <translation>通过相机观察</translation>
    </message>
    <message>
        <source>Click it</source>
        <translation>单击相机</translation>
    </message>
    <message>
        <source>Orbit on a trackpad</source>
        <translation>触控板环绕</translation>
    </message>
    <message>
        <source>Two fingers</source>
        <translation>双指</translation>
    </message>
    <message>
        <source>Pan on a trackpad</source>
        <translation>触控板平移</translation>
    </message>
    <message>
        <source>Shift+two fingers</source>
        <translation>Shift+双指</translation>
    </message>
    <message>
        <source>Zoom on a trackpad</source>
        <translation>触控板缩放</translation>
    </message>
    <message>
        <source>Pinch</source>
        <translation>捏合</translation>
    </message>
    <message>
        <source>Mouse and keyboard shortcuts</source>
        <translation>鼠标和键盘快捷操作</translation>
    </message>
    <message>
        <source>Mouse and keyboard</source>
        <translation>鼠标和键盘</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>List of shortcuts</source>
        <translation>快捷键列表</translation>
    </message>
    <message>
        <source>Mouse and trackpad</source>
        <translation>鼠标和触控板</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::StartPage</name>
    <message>
        <source>The sample is not part of this installation.</source>
        <translation>此安装不含示例。</translation>
    </message>
    <message>
        <source>project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>%1, %2, missing</source>
        <translation>%1，%2，缺失</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>From pictures to a textured mesh</source>
        <translation>从图片到带纹理的网格</translation>
    </message>
    <message>
        <source>Bring in pictures of one object from all sides, with masks and camera positions if you have them.</source>
        <translation>导入同一物体各个方向的图片；如有遮罩和相机位置，也一并导入。</translation>
    </message>
    <message>
        <source>Drop pictures, a folder or a project here</source>
        <translation>将图片、文件夹或项目拖放到这里</translation>
    </message>
    <message>
        <source>or click to choose a folder; pasting works too</source>
        <translation>或单击选择文件夹；也可以粘贴</translation>
    </message>
    <message>
        <source>Open folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Open pictures…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Try the sample</source>
        <translation>试用示例</translation>
    </message>
    <message>
        <source>1  Drop pictures      2  Reconstruct      3  Inspect      4  Export</source>
        <translation>1  拖放图片      2  重建      3  查看      4  导出</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>Recent sets and projects</source>
        <translation>最近的图片集和项目</translation>
    </message>
    <message>
        <source>Sets and projects that you open appear here.</source>
        <translation>您打开的图片集和项目会显示在这里。</translation>
    </message>
    <message>
        <source>Clear list</source>
        <translation>清空列表</translation>
    </message>
    <message>
        <source>Clear the list of recent sets and projects</source>
        <translation>清空最近的图片集和项目列表</translation>
    </message>
    <message>
        <source>Remove from this list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Opens pictures of a small figure.</source>
        <translation>打开一个小人偶的图片。</translation>
    </message>
    <message>
        <source>Opens pictures of a small figure: finished ones, or photographs that cameras and masks are found for.</source>
        <translation>打开一个小人偶的图片：现成的图片，或需要求取相机和遮罩的照片。</translation>
    </message>
    <message>
        <source>24 pictures with masks and cameras</source>
        <translation>24 张带遮罩和相机的图片</translation>
    </message>
    <message>
        <source>30 photographs on a table, nothing else</source>
        <translation>30 张桌面照片，没有其他数据</translation>
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
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步骤</translation>
    </message>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Back to the start page</source>
        <translation>返回起始页</translation>
    </message>
    <message>
        <source>1  Pictures</source>
        <translation>1  图片</translation>
    </message>
    <message>
        <source>2  Cameras</source>
        <translation>2  相机</translation>
    </message>
    <message>
        <source>3  Reconstruct</source>
        <translation>3  重建</translation>
    </message>
    <message>
        <source>4  Inspect</source>
        <translation>4  检查</translation>
    </message>
    <message>
        <source>5  Export</source>
        <translation>5  导出</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::SummaryText</name>
    <message>
        <source>1 picture</source>
        <translation>1 张图片</translation>
    </message>
    <message numerus="yes">
        <source>%n pictures</source>
        <translation>
            <numerusform>%n 张图片</numerusform>
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
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, %2 to %3</source>
        <comment>24 pictures, 800 × 800 to 1600 × 1200</comment>
        <translation>%1，%2 至 %3</translation>
    </message>
    <message>
        <source>for %1 of %2</source>
        <translation>(%2 张中的 %1 张)</translation>
    </message>
    <message>
        <source>no masks</source>
        <translation>没有遮罩</translation>
    </message>
    <message>
        <source>masks from files of the same names</source>
        <translation>遮罩来自同名文件</translation>
    </message>
    <message>
        <source>masks from transparency</source>
        <translation>遮罩来自透明度</translation>
    </message>
    <message>
        <source>masks from depth</source>
        <translation>遮罩来自深度</translation>
    </message>
    <message>
        <source>no depth</source>
        <translation>没有深度</translation>
    </message>
    <message>
        <source>depth %1</source>
        <translation>深度 %1</translation>
    </message>
    <message>
        <source>depth for all</source>
        <translation>全部有深度</translation>
    </message>
    <message>
        <source>no cameras</source>
        <translation>没有相机</translation>
    </message>
    <message>
        <source>cameras assumed from the six names</source>
        <translation>根据六个名称假定的相机</translation>
    </message>
    <message>
        <source>cameras found</source>
        <translation>已找到相机</translation>
    </message>
    <message>
        <source>cameras from %1</source>
        <translation>相机来自 %1</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>file name, what is wrong, what to do</comment>
        <translation>%1：%2。%3</translation>
    </message>
    <message>
        <source>No masks were found: Make masks finds the object, and so does a run by itself; your own go into a folder masks with pictures of the same names.</source>
        <translation>未找到遮罩：“生成遮罩”可找出物体，运行时也会自动完成；自备的遮罩请放入 masks 文件夹，文件名与图片相同。</translation>
    </message>
    <message>
        <source>The pictures have no cameras yet: step 2 finds them, or takes those of another program.</source>
        <translation>图片尚无相机：第 2 步会找出相机，也可使用其他程序的相机。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::TurntableDialog</name>
    <message>
        <source>Turntable</source>
        <translation>转台动画</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n frame(s)</source>
        <translation>
            <numerusform>第 %1 帧，共 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) written to %1</source>
        <translation>
            <numerusform>已将 %n 帧写入 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped. %n frame(s) are in %1</source>
        <translation>
            <numerusform>已停止。%n 帧位于 %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Width in pixels</source>
        <translation>宽度（像素）</translation>
    </message>
    <message>
        <source>Height in pixels</source>
        <translation>高度（像素）</translation>
    </message>
    <message>
        <source>Transparent background</source>
        <translation>透明背景</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder for the frames</source>
        <translation>选择保存帧的文件夹</translation>
    </message>
    <message>
        <source>Write frames</source>
        <translation>写入帧</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Frames written</source>
        <translation>已写入的帧</translation>
    </message>
    <message>
        <source>The frames start with the view as it is and go once around the object.</source>
        <translation>从当前视图开始，绕物体旋转一周。</translation>
    </message>
    <message>
        <source>×</source>
        <translation>×</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>F&amp;rames</source>
        <translation>帧数(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>尺寸(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>文件夹(&amp;F)</translation>
    </message>
    <message>
        <source>Folder for the frames</source>
        <translation>保存帧的文件夹</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::TurntableRecorder</name>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>无法创建文件夹 %1。</translation>
    </message>
    <message>
        <source>Choose another folder.</source>
        <translation>请选择其他文件夹。</translation>
    </message>
    <message>
        <source>No folder can be made in %1.</source>
        <translation>无法在 %1 中创建文件夹。</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ViewText</name>
    <message>
        <source>seen from the top</source>
        <translation>从顶部观察</translation>
    </message>
    <message>
        <source>seen from below</source>
        <translation>从底部观察</translation>
    </message>
    <message>
        <source>seen from the front</source>
        <translation>从前方观察</translation>
    </message>
    <message>
        <source>seen from the front right</source>
        <translation>从右前方观察</translation>
    </message>
    <message>
        <source>seen from the right</source>
        <translation>从右侧观察</translation>
    </message>
    <message>
        <source>seen from the back right</source>
        <translation>从右后方观察</translation>
    </message>
    <message>
        <source>seen from the back</source>
        <translation>从后方观察</translation>
    </message>
    <message>
        <source>seen from the back left</source>
        <translation>从左后方观察</translation>
    </message>
    <message>
        <source>seen from the left</source>
        <translation>从左侧观察</translation>
    </message>
    <message>
        <source>seen from the front left</source>
        <translation>从左前方观察</translation>
    </message>
    <message>
        <source>%1, above</source>
        <translation>%1，俯视</translation>
    </message>
    <message>
        <source>%1, below</source>
        <translation>%1，仰视</translation>
    </message>
    <message>
        <source>Shaded</source>
        <translation>着色</translation>
    </message>
    <message>
        <source>Base colour</source>
        <translation>基础色</translation>
    </message>
    <message>
        <source>Roughness</source>
        <translation>粗糙度</translation>
    </message>
    <message>
        <source>Metallic</source>
        <translation>金属度</translation>
    </message>
    <message>
        <source>Normal map</source>
        <translation>法线贴图</translation>
    </message>
    <message>
        <source>Surface normals</source>
        <translation>表面法线</translation>
    </message>
    <message>
        <source>UV checker</source>
        <translation>UV 棋盘格</translation>
    </message>
    <message>
        <source>Ambient only</source>
        <translation>仅环境光</translation>
    </message>
    <message>
        <source>Recovered light</source>
        <translation>恢复的光照</translation>
    </message>
    <message>
        <source>Studio light</source>
        <translation>影棚光</translation>
    </message>
    <message>
        <source>Render</source>
        <translation>渲染</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>卷帘</translation>
    </message>
    <message>
        <source>Blink</source>
        <translation>闪烁</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>wireframe</source>
        <translation>线框</translation>
    </message>
    <message>
        <source>through the camera of %1</source>
        <translation>通过 %1 的相机</translation>
    </message>
    <message>
        <source>compared: %1</source>
        <translation>对比：%1</translation>
    </message>
    <message>
        <source>orthographic</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>perspective</source>
        <translation>透视</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>Seen or guessed</source>
        <translation>可见或推测</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::Viewport</name>
    <message>
        <source>Everything else works: pictures, runs and export.</source>
        <translation>其他功能仍可使用：图片、运行和导出。</translation>
    </message>
    <message>
        <source>3D view</source>
        <translation>3D 视图</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::ViewportActions</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Guides</source>
        <translation>辅助</translation>
    </message>
    <message>
        <source>Screenshots</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Frame the object</source>
        <translation>框显物体</translation>
    </message>
    <message>
        <source>Frame everything</source>
        <translation>框显全部</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>前</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>后</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>顶</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>底</translation>
    </message>
    <message>
        <source>Orthographic</source>
        <translation>正交</translation>
    </message>
    <message>
        <source>Start view</source>
        <translation>起始视图</translation>
    </message>
    <message>
        <source>Save as start view</source>
        <translation>保存为起始视图</translation>
    </message>
    <message>
        <source>Orbit left</source>
        <translation>向左环绕</translation>
    </message>
    <message>
        <source>Orbit right</source>
        <translation>向右环绕</translation>
    </message>
    <message>
        <source>Orbit up</source>
        <translation>向上环绕</translation>
    </message>
    <message>
        <source>Orbit down</source>
        <translation>向下环绕</translation>
    </message>
    <message>
        <source>Move view left</source>
        <translation>视图左移</translation>
    </message>
    <message>
        <source>Move view right</source>
        <translation>视图右移</translation>
    </message>
    <message>
        <source>Move view up</source>
        <translation>视图上移</translation>
    </message>
    <message>
        <source>Move view down</source>
        <translation>视图下移</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Through the picture&apos;s camera</source>
        <translation>通过图片的相机观察</translation>
    </message>
    <message>
        <source>Next picture</source>
        <translation>下一张图片</translation>
    </message>
    <message>
        <source>Previous picture</source>
        <translation>上一张图片</translation>
    </message>
    <message>
        <source>Picture or render</source>
        <translation>图片或渲染</translation>
    </message>
    <message>
        <source>Compare: %1</source>
        <translation>对比：%1</translation>
    </message>
    <message>
        <source>Move the wipe left</source>
        <translation>卷帘线左移</translation>
    </message>
    <message>
        <source>Move the wipe right</source>
        <translation>卷帘线右移</translation>
    </message>
    <message>
        <source>Wireframe</source>
        <translation>线框</translation>
    </message>
    <message>
        <source>Grid</source>
        <translation>栅格</translation>
    </message>
    <message>
        <source>Axes</source>
        <translation>坐标轴</translation>
    </message>
    <message>
        <source>Box with size</source>
        <translation>带尺寸的包围盒</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>Screenshot without background</source>
        <translation>无背景截图</translation>
    </message>
    <message>
        <source>Turntable…</source>
        <translation>转台动画…</translation>
    </message>
    <message>
        <source>Shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>点</translation>
    </message>
</context>
<context>
    <name>bozzetto::ui::WeightsDialog</name>
    <message>
        <source>The address of a mirror begins with https://</source>
        <translation>镜像地址以 https:// 开头</translation>
    </message>
    <message>
        <source>Give the folder with its full path.</source>
        <translation>请给出文件夹的完整路径。</translation>
    </message>
    <message>
        <source>Folder of the weights</source>
        <translation>权重文件夹</translation>
    </message>
    <message>
        <source>Folder with files that you have</source>
        <translation>已有文件所在的文件夹</translation>
    </message>
    <message>
        <source>The weights are here.</source>
        <translation>权重已就绪。</translation>
    </message>
    <message>
        <source>There are no weights in %1 that Bozzetto knows.</source>
        <translation>%1 中没有 Bozzetto 认识的权重。</translation>
    </message>
    <message>
        <source>Choose the folder that the files were downloaded to.</source>
        <translation>请选择文件下载到的文件夹。</translation>
    </message>
    <message>
        <source>The files were copied and checked.</source>
        <translation>文件已复制并检查。</translation>
    </message>
    <message>
        <source>Delete weights</source>
        <translation>删除权重</translation>
    </message>
    <message>
        <source>Delete the selected weights? They take %1 and would have to be fetched again.</source>
        <translation>删除所选权重？它们占用 %1，之后需重新获取。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The weights were deleted.</source>
        <translation>权重已删除。</translation>
    </message>
    <message>
        <source>Every file is as it should be.</source>
        <translation>所有文件均无误。</translation>
    </message>
    <message>
        <source>Paused. What came is kept.</source>
        <translation>已暂停。已收到的部分会保留。</translation>
    </message>
    <message>
        <source>Fetching: %1 %</source>
        <translation>正在获取：%1 %</translation>
    </message>
    <message>
        <source>Checking: %1 %</source>
        <translation>正在检查：%1 %</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Checked: good</source>
        <translation>已检查：正确</translation>
    </message>
    <message>
        <source>Checked: readable</source>
        <translation>已检查：可读</translation>
    </message>
    <message>
        <source>About %1 left</source>
        <translation>约剩 %1</translation>
    </message>
    <message>
        <source>Weights of the networks</source>
        <translation>网络权重</translation>
    </message>
    <message>
        <source>Engines that learned from many objects need the numbers that they learned. Those are large, belong to others and are fetched once, only when you ask for them.</source>
        <translation>从大量物体学习得来的引擎需要学到的数值。它们很大、属于他人，只在您要求时获取一次。</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder of the weights</source>
        <translation>选择权重文件夹</translation>
    </message>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>None: the files&apos; own servers</source>
        <translation>无：使用文件自己的服务器</translation>
    </message>
    <message>
        <source>A server that has copies, where the files&apos; own cannot be reached: https://…</source>
        <translation>在无法访问原服务器时提供副本的服务器：https://…</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>GPU memory</source>
        <translation>显存</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Use files that I have…</source>
        <translation>使用已有文件…</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Read every byte, compare checksums and build each network</source>
        <translation>读取每个字节，比较校验和，并构建每个网络</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>%1 (optional)</source>
        <translation>%1（可选）</translation>
    </message>
    <message>
        <source>Not for commercial use</source>
        <translation>不得商用</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>已有</translation>
    </message>
    <message>
        <source>Paused: %1 are here</source>
        <translation>已暂停：已有 %1</translation>
    </message>
    <message>
        <source>Not here</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>Get selected</source>
        <translation>获取所选</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Get all</source>
        <translation>全部获取</translation>
    </message>
    <message>
        <source>Select what is to be deleted</source>
        <translation>请选择要删除的内容</translation>
    </message>
</context>
</TS>
