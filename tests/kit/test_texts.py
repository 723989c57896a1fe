"""Signs that nobody sees are left out of what is typed; all that is seen stays."""

import pytest

from baiying.kit.values import texts

pytestmark = pytest.mark.rules


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("河边\u200b清洁", "河边清洁"),
        ("\ufeff张三\u200e", "张三"),
        ("\u202a13800000000\u202c", "13800000000"),
        ("文\u00ad明\u2060", "文明"),
        ("a\u200db\u200cc，\u200d你\u200d好\u200c\U00020000\u200d", "abc，你好\U00020000"),
        ("\u200d头", "头"),
        ("一\x07二\x7f\x85", "一二"),
        # Seen, or needed to see the rest.
        ("一行\r\n二行\t三\u3000四  五", "一行\r\n二行\t三\u3000四  五"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("é e\u0301 ️", "é e\u0301 ️"),
    ],
)
def test_what_nobody_sees_goes(typed: str, kept: str) -> None:
    assert texts.visible(typed) == kept
    assert texts.visible(kept) == kept


MOBILE, CITIZEN = "13800001111", "11010519491231002X"


@pytest.mark.parametrize(
    "text",
    [
        MOBILE, f"联系 {MOBILE}。", "138 0000 1111", "138-0000-1111", "+8613800001111", "008613800001111",
        "86-138-0000-1111", "+86 138 0000 1111", "１３８００００１１１１",
        "138\u200b0000\u200b1111", f"王{MOBILE}李", "19900001111",
        CITIZEN, CITIZEN.lower(), "110105194912310021", "110105 19491231 002X", "110105-19491231-002X",
        f"身份证{CITIZEN}号", "110105200012310021", "11010519491231００2X",
        # Written so that a machine does not see it, or as it is read out.
        "一三八〇〇〇〇一一一一", "幺三八零零零零幺幺幺幺", "壹叁捌〇〇〇〇壹壹壹壹", "电话一三八，零零零零，一一一一",
        "138零零零零1111",
        "①③⑧⓪⓪⓪⓪①①①①", "❶❸❽⓿⓿⓿⓿❶❶❶❶", "⑴⑶⑻０００0⑴⑴⑴⑴", "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣1️⃣1️⃣1️⃣",
        "1 3 8 0 0 0 0 1 1 1 1", "1-3-8-0-0-0-0-1-1-1-1", "1、3、8、0、0、0、0、1、1、1、1",
        "1３８　０ ０ ０ ０　1 1 1 1",
        "138.0000.1111", "138——0000——1111", "138·0000·1111", "138_0000_1111", "138 000 01111", "1380 0001 111",
        "13800 001111",
        "13 800 001 111", "13-800-001-111", "138 00 001 111", "1380000 1111", "13 8000 01111",
        "13　800　001　111", "１３·８００·００１·１１１", "一三 八〇〇 〇〇一 一一一", "138|0000|1111",
        "打给老王 13/800/001/111 就行", "1-3800-001-111", "138 - 00 - 001 - 111",
        "11010 51949 12310 02X", "1101-0519-4912-3100-2x", "110 105 194 912 310 02X",
        f"① {MOBILE}", f"①{MOBILE}", f"⒈{MOBILE}", f"其一{MOBILE}", f"任选其一一三八〇〇〇〇一一一一 {MOBILE}",
        "一一〇一〇五一九四九一二三一〇〇二X", "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", "110105.1949.12.31.002X",
    ],
)  # fmt: skip
@pytest.mark.law("R685-20")
def test_a_text_names_a_number_of_somebody(text: str) -> None:
    assert texts.names_number_of_somebody(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "", "明天上午九点在广场", "0536-8888888", "400-800-8000", "12345", "12900001111", f"9{MOBILE}", f"{MOBILE}9",
        "10月13、14、15、16、17、18日", "13 14 15 16 17 18 19 号", "1330-1530 100人", "13:30-15:30 100 人",
        "第一、三、五周",
        # As people write dates, amounts, houses and what they bring.
        "经费 13,812,345,678 元", "15 000 000 000 元", "1949 10 01 123 周年", "1500 + 2000 + 300",
        "15、123、456、789 号",
        "1500×2000×300 毫米", "14:30-16:30，200 人，15 桌", "2026-11-30 14:30 开始，1380 人次", "15号楼2单元1201室 3人",
        "文化路 138 号院 12 栋 3456", "公交 138 路、12 路、345 路、678 路", "苹果 15 斤 香蕉 12 斤 3 箱",
        "第 13 812 期",
        "152-153 页", "1.5×2.0×3.0 米", "身高 158–172", "13–14 岁 80 人、15–17 岁 60 人", "编号 2026-001-0138-12",
        "发票号 13812345", "汇款 1 381 234.56 元", "18 16 14 12 10 分", "今年 1–9 月 1381 人次 2345 小时 678 次",
        "1101-0519-4912-3100-21", "110 105 194 912 310 021", "工号 13-8123-456", "1381-2345-6789 页",
        "一二三四五，上山打老虎", "周一、三、五、七 8:00–9:30", "① 13 岁 ② 80 人 ③ 0000", "1.3 公里，8 个人，0 元",
        "零三七四二九六一二三四", "四〇〇八〇〇八〇〇〇",
        # Dates that no card has, and longer rows of digits: orders, accounts.
        "110105184912310021", "110105194913310021", "110105194900310021", "110105194912000021", "110105194912320021",
        f"9{CITIZEN}", f"{CITIZEN}9", f"{CITIZEN}a", "11010519491231002Y",
    ],
)  # fmt: skip
def test_landlines_and_other_rows_of_digits_name_nobody(text: str) -> None:
    assert texts.names_number_of_somebody(text) is False


@pytest.mark.parametrize(
    ("text", "mobiles", "ids"),
    [
        ("13800000001 和 138 0000 0001 是同一个，+8613800000002、138-0000-0003 不是", 3, 0),
        ("编号,人数,经费\n150,2000,3000\n", 0, 0),
        ("订单 213800000001、1380000000 和 12800000001", 0, 0),
        ("11010519491231002X，11010519491231002x，110105194912310021", 0, 1),
        ("A11010519491231002X", 0, 0),
    ],
)
def test_a_file_is_counted_by_different_numbers_that_can_be_ones(text: str, mobiles: int, ids: int) -> None:
    assert texts.numbers_in_file(text) == texts.Numbers(mobiles, ids)


ID_TOO = "110105194912310021"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@pytest.mark.parametrize(
    "text",
    [
        MOBILE.translate(WIDE), "008613800001111", "+86 138 0000 1111", "138\u200b00001111",
        "１３８　００００　１１１１",
        *(f"138{gap}0000{gap}1111" for gap in ("\xa0", "\u3000", "  ", "–", "—", "－", "‑", " - ")),
        *(f"138{gap}0000{gap}1111" for gap in (".", "·", "_", "\u2009")),
        "1 3 8 0 0 0 0 1 1 1 1", "①③⑧⓪⓪⓪⓪①①①①", "①13800001111", "一三八〇〇〇〇一一一一", "١٣٨٠٠٠٠١١١١",
        "1.3800001111E10", "1.3800001111E+10", "138 000 01111", "1380 0001 111", "_13800001111_",
    ],
)  # fmt: skip
def test_a_mobile_in_a_file_is_found_however_it_is_written(text: str) -> None:
    assert texts.numbers_in_file(f"电话\n{text}\n") == texts.Numbers(1, 0)
    assert texts.numbers_in_file(f"电话{text}，{text}\f{text}") == texts.Numbers(1, 0), "one and the same"


@pytest.mark.parametrize(
    "text",
    [
        CITIZEN.translate(WIDE), "１１０１０５１９４９１２３１００２Ｘ", "110105 19491231 002X",
        "110105-1949-12-31-002x", "1101 0519 4912 3100 2X", "110105\xa019491231\u3000002X", "110105\u200b19491231002X",
        f"身份证{CITIZEN}号", "一一〇一〇五一九四九一二三一〇〇二X",
    ],
)  # fmt: skip
def test_an_id_number_in_a_file_is_found_however_it_is_parted(text: str) -> None:
    assert texts.numbers_in_file(f"名单\n{text}\n").ids == 1


@pytest.mark.parametrize(
    "text",
    [
        "138\t0000\t1111", "138\n0000\n1111", "138,0000,1111", "1,3,8,0,0,0,0,1,1,1,1", "1330-1530 100人", "1.38E+3",
        "1.5E12",
        "日期 2026-11-30 1330", "113.1234 4567.1234", "1.38000011115E10", "9" + MOBILE, CITIZEN[:17], ID_TOO,
    ],
)  # fmt: skip
def test_columns_times_and_amounts_in_a_file_are_nobodys(text: str) -> None:
    assert texts.numbers_in_file(f"表\n{text}\n") == texts.Numbers()
