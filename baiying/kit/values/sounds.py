"""How Chinese signs are spoken, for finding: without tones, ü written v, at most two readings a sign. Pure.

The tables are those of pypinyin. They are loaded at the first use (a third of a second, 14 MB), by whatever saves a
text that is searched for; a search typed in letters needs only the list of syllables below.
"""

import os
from functools import cache
from importlib import import_module

# Every syllable of standard Chinese, as people type it.
_TYPED = """
a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng
cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu
cuan cui cun cuo da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo
e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan
guang gui gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian
jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan
kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu long lou lu luan lun
luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne
nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen
peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran rang
rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao she
shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan
tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia
xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue
yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua
zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
SYLLABLES = frozenset(_TYPED.split())
_LONGEST_SYLLABLE = 6
# No syllable begins with these.
_NO_INITIAL = frozenset("iuv")


@cache
def readings(sign: str) -> tuple[str, ...]:
    """The commonest reading of a sign and, where it has one, the next; none for what no table knows."""
    # Phrases would say which of two readings is meant, for 40 MB more in every process; so both are kept.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    library = import_module("pypinyin")
    found = library.pinyin(sign, style=library.Style.NORMAL, heteronym=True, errors="ignore")
    spoken = [one.replace("ü", "v") for one in (found[0] if found else [])]
    return tuple(dict.fromkeys(spoken))[:2]


# The block of the signs that names are written with; the extensions are not looked for by their sound.
_BASIC = range(0x4E00, 0xA000)


@cache
def _by_sound() -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for sign in map(chr, _BASIC):
        for said in readings(sign):
            found.setdefault(said, []).append(sign)
    return {said: "".join(signs) for said, signs in found.items()}


def signs_of(syllable: str) -> str:
    """The signs that may be spoken so. The first question of a process reads all signs once (half a second)."""
    return _by_sound().get(syllable, "")


def spelled(letters: str, *, most: int = 6) -> list[tuple[str, ...]]:
    """Every way to cut small letters into syllables, the fewest first: xian is xian, and xi'an."""
    ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in letters)]
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            if letters[start:end] in SYLLABLES:
                ways[end] += [(*before, letters[start:end]) for before in ways[start]]
        ways[end] = sorted(ways[end], key=len)[:most]
    return ways[-1]


def may_be_initials(letters: str) -> bool:
    """Whether each letter can begin a syllable."""
    return not _NO_INITIAL & set(letters)


def alike(one: str, other: str) -> bool:
    """Whether two texts of as many signs may be spoken the same; what no table knows sounds like nothing but itself."""
    return len(one) == len(other) and all(
        a == b or bool(set(readings(a)) & set(readings(b))) for a, b in zip(one, other, strict=True)
    )
