# SPDX-License-Identifier: Apache-2.0
"""Two more objects for the scene script of the samples (its option --scene-file): `kettle` and `totem`.

The script executes this file among its own helpers (trs, sphere, lathe, tube, Mat, plain ...), so nothing is
imported here. Each builder returns (parts, cutters); the parts are merged into one closed surface, and cutters
whose names begin with "bore" are taken out of the merged whole. README.md says how the sets are rendered.
"""


def revolved(wall, n=8, seg=96):
    """Closed solid of revolution whose wall is a spline through (radius, z); flat at both ends."""
    pts = [(max(float(r), 0.01), float(z)) for r, z in spline(wall, n)]
    return lathe([(0.0, pts[0][1])] + pts + [(0.0, pts[-1][1])], seg)


def brushed_steel(name, matrix, freq=26.0):
    """Metal with concentric grooves that alternate in roughness."""
    k = Mat(name, matrix)
    groove = k.stripes(k.math('MULTIPLY_ADD', k.noise(3.0, 2), 0.03, k.length2(k.x, k.y)), freq)
    return k.done(k.mix(groove, (0.58, 0.59, 0.62), (0.70, 0.71, 0.72)), k.lerp(groove, 0.20, 0.36), 1.0)


def wood(name, matrix, light=(0.50, 0.27, 0.11), dark=(0.20, 0.09, 0.035), rings=9.0, rough=(0.50, 0.72)):
    """Year rings around the local Y axis, disturbed by noise."""
    k = Mat(name, matrix)
    radius = k.length2(k.math('ADD', k.x, 0.35), k.z)
    wobble = k.math('MULTIPLY_ADD', k.noise(2.2, 4), 0.22, radius)
    ring = k.math('FRACT', k.math('MULTIPLY', wobble, rings))
    grain = k.mix(k.step(k.noise(24.0, 3), 0.62, 0.05), k.mix(ring, light, dark), dark)
    return k.done(grain, k.lerp(ring, *rough))


def granite(name, matrix, light=(0.50, 0.49, 0.47), dark=(0.10, 0.10, 0.11), scale=26.0):
    k = Mat(name, matrix)
    fleck = k.step(k.noise(scale, 3, 0.6), 0.54, 0.05)
    vein = k.step(k.noise(2.3, 5, 0.6), 0.5, 0.12)
    base = k.mix(fleck, k.mix(vein, light, tuple(0.62 * c for c in light)), dark)
    return k.done(base, k.lerp(fleck, 0.82, 0.62))


# ----------------------------------------------------------------------------- kettle
def kettle_enamel():
    """Cream enamel above, teal with a scalloped edge below, speckles, and lettering on the front."""
    k = Mat('enamel', trs())
    turn = k.angle(k.x, k.y)
    scallop = k.math('MULTIPLY_ADD', k.math('ABSOLUTE', k.math('SINE', k.math('MULTIPLY', turn, 9 * PI))), 0.16, -0.30)
    lower = k.math('LESS_THAN', k.math('SUBTRACT', k.z, scallop), 0.0)
    line = k.math('LESS_THAN', k.math('ABSOLUTE', k.math('SUBTRACT', k.math('SUBTRACT', k.z, scallop), 0.05)), 0.016)
    speckle = k.step(k.voronoi(15.0), 0.20, 0.02)
    upper = k.mix(speckle, (0.12, 0.16, 0.24), (0.86, 0.80, 0.64))
    teal = k.mix(k.noise(5.0, 4), (0.01, 0.20, 0.22), (0.03, 0.36, 0.34))
    base = k.mix(line, k.mix(lower, upper, teal), (0.75, 0.18, 0.05))
    front = k.math('LESS_THAN', k.y, -0.2)
    letters = k.math('MULTIPLY', front, k.decal(text_image('BISTRO'), k.x, k.z, -0.36, -0.02, 0.72, 0.18))
    return k.done(k.mix(letters, base, (0.60, 0.03, 0.03)), k.lerp(lower, 0.13, 0.24))


def build_kettle():
    """A stove kettle: enamel body, brushed lid, copper rings, a swan-neck spout and an arched wooden grip."""
    copper = plain('copper', (0.90, 0.50, 0.34), 0.26, 1.0, nscale=9)
    add = [new_obj('body', revolved([(0.58, -0.62), (0.72, -0.52), (0.79, -0.26), (0.74, 0.05), (0.57, 0.32), (0.38, 0.45)]),
                   None, kettle_enamel())]
    add.append(new_obj('foot_ring', torus(0.60, 0.065), trs((0, 0, -0.60)), copper))
    add.append(new_obj('neck_ring', torus(0.445, 0.036), trs((0, 0, 0.425)), copper))

    Ml = trs((0, 0, 0.43))
    add.append(new_obj('lid', revolved([(0.34, -0.03), (0.405, 0.03), (0.36, 0.10), (0.20, 0.16), (0.07, 0.185)]), Ml,
                       brushed_steel('lid_steel', Ml)))
    add.append(new_obj('knob_neck', cylinder(40, 0.045, 0.16), trs((0, 0, 0.66)), copper))
    add.append(new_obj('knob', sphere(48, 32), trs((0, 0, 0.76), (0, 0, 0), (0.10, 0.10, 0.075)),
                       wood('knob_wood', trs((0, 0, 0.76), scale=0.3), rough=(0.35, 0.5))))

    # spout: its mouth is bored a little way, so that the surface stays one closed shell without hidden rooms
    path = spline([(0.56, 0.0, -0.30), (0.90, 0.0, -0.16), (1.06, 0.0, 0.14), (1.22, 0.0, 0.36)], 10)
    radius = [0.20 - 0.115 * (i / (len(path) - 1)) ** 0.8 for i in range(len(path))]
    k = Mat('spout', trs())
    band = k.stripes(k.z, 9.0, 0.1, 0.3)
    add.append(new_obj('spout', tube(path, radius, 40), None,
                       k.done(k.mix(band, (0.03, 0.30, 0.30), (0.86, 0.80, 0.64)), k.lerp(band, 0.15, 0.3))))
    cut = [new_obj('bore_spout', tube([(1.145, 0.0, 0.255), (1.19, 0.0, 0.318), (1.36, 0.0, 0.556)], 0.055, 32), None,
                   plain('soot', (0.05, 0.045, 0.04), 0.8))]

    # arched handle: steel bow, brass lugs, a turned wooden grip with grooves
    bow = spline([(-0.60, 0, 0.18), (-0.72, 0, 0.50), (-0.58, 0, 0.92), (0.0, 0, 1.12), (0.46, 0, 0.94), (0.58, 0, 0.60), (0.50, 0, 0.30)], 10)
    add.append(new_obj('bow', tube(bow, 0.038, 24), None, plain('bow_steel', (0.52, 0.53, 0.55), 0.34, 1.0)))
    for nm, x, z in (('L', -0.61, 0.20), ('R', 0.50, 0.32)):
        add.append(new_obj('lug' + nm, sphere(36, 24), trs((x, 0, z), scale=0.10), plain('brass' + nm, (0.86, 0.62, 0.25), 0.22, 1.0)))
    grip = [p for p in bow if p[2] > 0.93]
    turned = [0.078 + 0.014 * math.cos(2 * PI * 4 * i / (len(grip) - 1)) for i in range(len(grip))]
    add.append(new_obj('grip', tube(grip, turned, 36), None, wood('grip_wood', trs((0, 0, 1.0), scale=0.5))))

    # a round badge on the back, and a chain of rivets
    Mb = trs((0.0, 0.74, -0.12), (82, 0, 0))
    k = Mat('badge', Mb)
    spokes = k.stripes(k.angle(k.x, k.y), 10.0)
    add.append(new_obj('badge', cylinder(64, 0.24, 0.14), Mb, k.done(k.mix(spokes, (0.80, 0.56, 0.10), (0.50, 0.03, 0.06)), k.lerp(spokes, 0.55, 0.3))))
    for i in range(7):
        a = math.radians(200 + 20 * i + 9)
        add.append(new_obj('rivet%d' % i, sphere(24, 16), trs((0.60 * math.cos(a), 0.60 * math.sin(a), 0.27), scale=0.036),
                           plain('rivet%d' % i, (0.80, 0.81, 0.83), 0.18, 1.0)))
    return add, cut


# ----------------------------------------------------------------------------- totem
def painted_board(name, matrix):
    """Zigzag bands of chalky paint across a board, worn to the wood in places."""
    k = Mat(name, matrix)
    tooth = k.math('ABSOLUTE', k.math('SUBTRACT', k.math('FRACT', k.math('MULTIPLY', k.x, 4.0)), 0.5))
    v = k.math('ADD', k.z, k.math('MULTIPLY', tooth, 0.16))
    a = k.mix(k.stripes(v, 7.0), (0.75, 0.08, 0.04), (0.90, 0.84, 0.68))
    b = k.mix(k.stripes(v, 7.0, 0.25, 0.25), a, (0.03, 0.05, 0.09))
    worn = k.step(k.noise(8.0, 5, 0.65), 0.66, 0.02)
    return k.done(k.mix(worn, b, (0.34, 0.20, 0.09)), k.lerp(worn, 0.62, 0.85))


def build_totem():
    """A totem pole: granite plinth, carved wooden mask, plastic wheel, painted boards, stone head with a crown."""
    Mw = trs((0, 0, -0.36))
    add = [new_obj('mask', rounded_box((0.66, 0.58, 0.72), 0.11, 5), Mw, wood('mask_wood', Mw))]
    Mp = trs((0, 0, -0.90), (0, 0, 8))
    add.append(new_obj('plinth', rounded_box((1.02, 0.92, 0.44), 0.05, 3), Mp, granite('plinth_stone', Mp)))
    Ms = trs((0.0, 0.0, -0.705))
    k = Mat('step', Ms)
    ck = k.checker(k.angle(k.x, k.y), k.z, 28.0, 0.1)
    add.append(new_obj('step', cylinder(72, 0.46, 0.12), Ms, k.done(k.mix(ck, (0.10, 0.30, 0.10), (0.80, 0.70, 0.30)), 0.7)))

    # carved face: sockets and a mouth cut in, pupils and teeth put back
    dark = wood('carved', Mw, (0.24, 0.11, 0.05), (0.10, 0.045, 0.02), rough=(0.7, 0.85))
    cut = []
    for nm, x in (('L', -0.15), ('R', 0.15)):
        cut.append(new_obj('bore_socket' + nm, sphere(48, 32), trs((x, -0.31, -0.24), scale=0.115), dark))
    cut.append(new_obj('bore_mouth', rounded_box((0.40, 0.22, 0.13), 0.05, 4), trs((0, -0.30, -0.53)), dark))
    add.append(new_obj('nose', cylinder(40, 0.09, 0.34, 0.03), trs((0, -0.30, -0.34), (-12, 0, 0)), wood('nose_wood', trs((0, -0.3, -0.34), scale=0.6))))

    # plastic wheel with six bumps
    Mg = trs((0, 0, 0.08))
    k = Mat('wheel', Mg)
    seg = k.stripes(k.angle(k.x, k.y), 12.0)
    add.append(new_obj('wheel', revolved([(0.36, -0.11), (0.45, -0.08), (0.47, 0.0), (0.45, 0.08), (0.36, 0.11)]), Mg,
                       k.done(k.mix(seg, (0.02, 0.16, 0.55), (0.85, 0.85, 0.82)), k.lerp(seg, 0.24, 0.34))))
    for i in range(6):
        a = 2 * PI * (i + 0.5) / 6
        add.append(new_obj('bump%d' % i, sphere(36, 24), trs((0.46 * math.cos(a), 0.46 * math.sin(a), 0.08), scale=0.085),
                           plain('bump%d' % i, ((0.90, 0.60, 0.03), (0.55, 0.04, 0.25))[i % 2], 0.3)))

    # painted boards like wings, with bored holes and a gold ring under one of them
    for nm, s in (('L', -1), ('R', 1)):
        Mb = trs((s * 0.56, 0.02, 0.42), (0, -s * 13, s * 7))
        add.append(new_obj('board' + nm, rounded_box((0.86, 0.11, 0.30), 0.03, 3), Mb, painted_board('paint' + nm, Mb)))
        cut.append(new_obj('bore_hole' + nm, cylinder(40, 0.065, 0.5), Mb @ trs((s * 0.28, 0, 0.0), (90, 0, 0)),
                           plain('hole' + nm, (0.30, 0.17, 0.07), 0.8)))
    add.append(new_obj('ring', torus(0.105, 0.028, 56, 20), trs((0.66, 0.03, 0.215), (90, 0, 25)), plain('gold', (0.92, 0.68, 0.22), 0.2, 1.0)))

    # stone head with hollow eyes and a clay beak
    Mh = trs((0, 0, 0.52), (0, 0, 0), (0.36, 0.34, 0.34))
    add.append(new_obj('head', sphere(72, 48), Mh, granite('head_stone', trs((0, 0, 0.52), (0, 0, 30), 0.6), (0.46, 0.40, 0.30), (0.20, 0.15, 0.11), 16.0)))
    for nm, x in (('L', -0.14), ('R', 0.14)):
        cut.append(new_obj('bore_eye' + nm, sphere(40, 28), trs((x, -0.31, 0.62), scale=0.085), plain('pit' + nm, (0.05, 0.30, 0.34), 0.55)))
    k = Mat('clay', trs((0, -0.4, 0.45), scale=0.3))
    f = k.noise(5.0, 5, 0.6)
    clay = k.done(k.mix(f, (0.45, 0.14, 0.06), (0.72, 0.30, 0.14)), k.lerp(f, 0.6, 0.9))
    add.append(new_obj('beak', cylinder(44, 0.13, 0.44, 0.02), trs((0, -0.42, 0.47), (104, 0, 0)), clay))

    # crown: a ribbed collar and five horns
    Mc = trs((0, 0, 0.84))
    k = Mat('collar', Mc)
    rib = k.stripes(k.angle(k.x, k.y), 20.0)
    add.append(new_obj('collar', torus(0.21, 0.075, 72, 28), Mc, k.done(k.mix(rib, (0.06, 0.32, 0.14), (0.78, 0.72, 0.55)), k.lerp(rib, 0.45, 0.75))))
    for i in range(5):
        a = 72.0 * i + 20
        Mn = Mc @ trs((0, 0, 0), (0, 0, a)) @ trs((0.21, 0, 0.19), (0, 17, 0))
        k = Mat('horn%d' % i, Mn)
        s = k.stripes(k.z, 8.0)
        add.append(new_obj('horn%d' % i, cylinder(32, 0.072, 0.36, 0.018), Mn, k.done(k.mix(s, (0.88, 0.82, 0.70), (0.35, 0.08, 0.05)), k.lerp(s, 0.4, 0.6))))
    add.append(new_obj('crown_core', cylinder(40, 0.175, 0.16), trs((0, 0, 0.80)), clay))   # leaves no sealed room under the jewel
    add.append(new_obj('jewel', sphere(40, 28), trs((0, 0, 0.90), scale=0.15), plain('jewel', (0.50, 0.02, 0.10), 0.12, nrough=0.05)))
    return add, cut


SCENES.update({'kettle': build_kettle, 'totem': build_totem})
