"""What is not built, on purpose: a list that a house test holds against addresses, columns, rule fields and figures.

R104, R163; 国办函〔2026〕12号 and the rules of 2024 against formalism: no check-in of staff, no online time, no ranking
of persons, no likes, forwards and votes, no photo or track that anybody must give, no money. Whoever needs a word of
the list for something else writes it into FRIENDS with the reason.
"""

# What it would be -> words that would name it: a part of a name (between underscores, dots, dashes, slashes) or of a
# Chinese text.
_WORDS = {
    "check-in of staff": "staff_check_in duty_check_in clock_in 打卡",
    "online time": "online screen_time usage 在线时长 使用时长",
    "ranking of persons": "rank ranking leaderboard top 排名 排行 榜",
    "likes": "like likes 点赞",
    "forwards": "forward forwards repost share shares 转发",
    "votes": "vote votes 投票",
    "photos and tracks": "photo photos picture image face track tracks gps trajectory longitude latitude"
    " 拍照 照片 人脸 轨迹 定位",
    "money": "money price amount payment pay wallet donation balance 金额 支付 捐款",
    "media and meetings": "media meeting 媒体 会议",
}
FORBIDDEN = {word: meaning for meaning, words in _WORDS.items() for word in words.split()}

# What looks like it and is not: where -> why.
FRIENDS: dict[str, str] = {
    "column:places_site.longitude": "where a practice site stands, not where anybody is",
    "column:places_site.latitude": "where a practice site stands, not where anybody is",
    "column:activities_activity.longitude": "where an activity is held; nobody's phone is asked",
    "column:activities_activity.latitude": "where an activity is held; nobody's phone is asked",
    "column:activities_listed.longitude": "the activity's own, for the list",
    "column:activities_listed.latitude": "the activity's own, for the list",
    "address:/complaints/<str:complaint_pid>/photos/": "added to a complaint by own wish; nobody is asked",
    "address:/complaints/<str:complaint_pid>/photos/<str:photo_pid>/": "the same",
    "address:/complaints/<str:complaint_pid>/photos/<str:photo_pid>/removal/": "the same, taken back",
    "address:/desk/complaints/<str:complaint_pid>/photos/<str:photo_pid>/": "the same, seen by who handles it",
    "rule:bodies.scan_days": "papers photographed for an application by own wish go after so many days",
    "figure:share_any": "a share is a part of a whole here",
    "figure:share_hours": "a share is a part of a whole here",
}
