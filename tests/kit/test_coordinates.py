"""Points in the three systems of China's maps, held to what npm's gcoord 1.0 gives for them."""

import pytest

from baiying.kit.values.coordinates import Point, bd09, from_bd09, from_gcj02, gcj02, in_china

pytestmark = pytest.mark.rules

# WGS-84, GCJ-02, BD-09: Beijing, Shanghai, Shenzhen, Xuchang, Urumqi, Nanning.
KNOWN = [
    ((116.403988, 39.914266), (116.41023240746266, 39.915670251113426), (116.41661560068297, 39.92196580126834)),
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597), (121.53801568643858, 31.18132860687446)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766), (113.92368472926734, 22.546667437751108)),
    ((113.826063, 34.022956), (113.83201060363606, 34.02144255321342), (113.83859169575422, 34.027165956338166)),
    ((87.6168, 43.8256), (87.61964994946926, 43.82680539311119), (87.62609977081571, 43.83294979479329)),
    ((108.3201, 22.824), (108.32408874865182, 22.821235102241975), (108.33062714766739, 22.82713981392418)),
]


@pytest.mark.parametrize(("wgs", "gcj", "bd"), KNOWN)
def test_each_system_is_reached_and_left(
    wgs: tuple[float, float], gcj: tuple[float, float], bd: tuple[float, float]
) -> None:
    point = Point(*wgs)
    assert gcj02(point) == pytest.approx(gcj, abs=1e-9)
    assert bd09(point) == pytest.approx(bd, abs=1e-9)
    # A tenth of a metre.
    assert from_gcj02(Point(*gcj)) == pytest.approx(wgs, abs=1e-6)
    assert from_bd09(Point(*bd)) == pytest.approx(wgs, abs=1e-6)


def test_outside_china_nothing_is_shifted() -> None:
    paris = Point(2.3522, 48.8566)
    assert gcj02(paris) == paris
    assert from_gcj02(paris) == paris


@pytest.mark.parametrize(
    ("longitude", "latitude", "inside"),
    [
        (72.004, 30, True), (72.003, 30, False), (137.8347, 30, True), (137.8348, 30, False),
        (105, 0.8293, True), (105, 0.8292, False), (105, 55.8271, True), (105, 55.8272, False),
    ],
)  # fmt: skip
def test_the_box_in_which_points_are_shifted_has_its_published_edges(
    longitude: float, latitude: float, inside: bool
) -> None:
    assert in_china(Point(longitude, latitude)) is inside
