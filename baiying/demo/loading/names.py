"""Invented names: frequent surnames by their share, given names from common characters. Nobody is meant."""

import random

_SURNAMES = (
    "王7 李7 张7 刘5 陈4 杨3 赵3 黄2 周2 吴2 徐2 孙2 胡1 朱2 高2 林1 何1 郭2 马2 罗1 "
    "梁1 宋1 郑1 谢1 韩1 唐1 冯1 于1 董1 程1 曹1 袁1 邓1 许1 傅1 沈1 曾1 彭1 吕1 苏1 "
    "卢1 蒋1 蔡1 贾1 丁1 魏1 薛1 叶1 阎1 余1 潘1 杜1 戴1 夏1 田1 任1 姜1 范1 "
)
_PAIRS = [(word[0], int(word[1:])) for word in _SURNAMES.split()]
SURNAMES = [name for name, _ in _PAIRS]
_WEIGHTS = [weight for _, weight in _PAIRS]

_OLD = {
    "female": "秀英 桂兰 玉梅 淑珍 凤英 兰英 素云 翠花 爱莲 春香 桂芝 秋菊 月娥 改香 巧云 玉珍 书琴 荣花",
    "male": "建国 国强 德福 保林 长明 福生 金山 文斌 志明 庆祥 新民 玉堂 宝贵 铁柱 广才 全喜 学忠 振海",
}
_MIDDLE = {
    "female": "丽华 红霞 艳玲 晓燕 海霞 春梅 慧敏 志红 雪梅 俊霞 静 敏 芳 丽 娟 玲 晓红 瑞霞 雅琴 会娟",
    "male": "志强 建军 海涛 卫东 永刚 俊峰 晓东 国庆 伟 勇 军 磊 涛 斌 红伟 占军 新建 喜军 亚洲 松涛",
}
_YOUNG = {
    "female": "雨桐 梦瑶 佳怡 欣怡 思雨 晓彤 子涵 一诺 若曦 诗琪 静怡 雅婷 婷 晓雨 可欣 语嫣 梦洁 舒雅 萌萌 晨曦",
    "male": "浩然 子轩 宇航 俊杰 博文 天宇 明轩 嘉豪 志远 鹏飞 晨阳 一鸣 帅 凯 旭东 昊天 家乐 思远 泽宇 文博",
}
_GIVEN = {
    age: {sex: names.split() for sex, names in table.items()}
    for age, table in (("old", _OLD), ("middle", _MIDDLE), ("young", _YOUNG))
}
# Second characters that make further names out of the lists.
_FIRST = list("文志晓建海春玉国永俊新红瑞宏振学立云书向")
_SECOND = {"female": list("英兰梅霞芳玲燕娟丽琴洁莉萍华婷雪"), "male": list("军峰涛伟强明辉刚斌杰亮超波鹏林平")}


def surname(chance: random.Random) -> str:
    return chance.choices(SURNAMES, _WEIGHTS)[0]


def given(chance: random.Random, sex: str, born_year: int) -> str:
    if chance.random() < 0.45:
        return chance.choice(_FIRST) + chance.choice(_SECOND[sex])
    return chance.choice(_GIVEN["old" if born_year < 1962 else "middle" if born_year < 1989 else "young"][sex])


def person(chance: random.Random, sex: str, born_year: int) -> str:
    return surname(chance) + given(chance, sex, born_year)
