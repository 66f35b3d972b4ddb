"""Headings and words of resolutions and of the accuracy of typical days, in both languages."""

from __future__ import annotations

from planner.language import Pair

PHRASES: dict[str, Pair] = {
    "resolution_annual": Pair("全年一个时段", "the year as one slice"),
    "resolution_slices": Pair("自定义 {slices} 个时段", "{slices} slices of the scenario's own"),
    "resolution_hourly": Pair("逐时，{slices} 个时段", "hour by hour, {slices} slices"),
    "resolution_typical": Pair("典型日 {days} 个，{slices} 个时段（{listed}）", "{days} typical days, {slices} slices ({listed})"),
    # typical days
    "typical_days_title": Pair("典型日", "Typical days"),
    "number": Pair("序号", "no."),
    "date": Pair("日期", "date"),
    "occurrences": Pair("每年次数", "times a year"),
    "months": Pair("所代表的月份", "months it stands for"),
    "role": Pair("作用", "role"),
    "alone": Pair("只代表自身", "stands for itself"),
    "stands_for_others": Pair("代表相近的日", "stands for days like it"),
    # accuracy
    "profiles_title": Pair("曲线精度：典型日与全年逐时之差", "Profiles: typical days against all hours"),
    "profile": Pair("曲线", "profile"),
    "load": Pair("负荷：{name}", "load: {name}"),
    "generation": Pair("发电：{name}", "generation: {name}"),
    "price": Pair("价格：{name}", "price: {name}"),
    "unit": Pair("单位", "unit"),
    "mean": Pair("年均值（逐时）", "mean (all hours)"),
    "total_error": Pair("总量误差", "total off by"),
    "duration_error": Pair("历时曲线误差（均方根/均值）", "duration curve off by (RMS over mean)"),
    "peak": Pair("年峰值（逐时）", "peak (all hours)"),
    "peak_error": Pair("年峰值误差", "peak off by"),
    "billed_error": Pair("各月峰值均值误差", "mean of monthly peaks off by"),
    "worst_month": Pair("误差最大的月份", "worst month"),
    "worst_error": Pair("该月峰值误差", "its peak off by"),
    "self_use_title": Pair("现场自用比例（逐时与直接需求相抵）", "Used on site (hour by hour against direct demand)"),
    "measure": Pair("措施", "measure"),
    "size_is": Pair("规模取值", "which size"),
    "existing": Pair("现有规模", "existing"),
    "limit": Pair("上限规模", "limit"),
    "size": Pair("规模", "size"),
    "full": Pair("逐时", "all hours"),
    "typical": Pair("典型日", "typical days"),
    "difference": Pair("差", "difference"),
    "paid_title": Pair("按负荷加权的平均购入价（首个规划年）", "Mean price paid by load (first planning year)"),
    "commodity": Pair("能源品种", "commodity"),
    "error": Pair("误差", "off by"),
    "calendar_title": Pair("日历：每日由哪个典型日代表（序号）", "Calendar: which typical day (no.) stands for each day"),
    "month": Pair("月份", "month"),
    "days": Pair("1 日至月末", "from the 1st on"),
}
