"""What the command line says while it works, in both languages. Help texts are in ``help_texts``."""

from __future__ import annotations

from planner.language import Pair

PHRASES: dict[str, Pair] = {
    # progress
    "reading": Pair("正在读取情景 …", "reading the scenario ..."),
    "solving": Pair("正在求解：{what} …", "solving: {what} ..."),
    "judging": Pair("正在核对方案 …", "judging the plan ..."),
    "writing": Pair("正在写入 {folder} …", "writing {folder} ..."),
    "working_seconds": Pair("{seconds} 秒", "{seconds} s"),
    "working_iterations": Pair("迭代 {count} 次", "{count} iterations"),
    "working_gap": Pair("距下界 {gap}", "{gap} above the bound"),
    # validate
    "valid": Pair("文件有效：{file}", "the file is valid: {file}"),
    "valid_factory": Pair("工厂：{name}", "factory: {name}"),
    "valid_years": Pair(
        "规划年份：{years}；历史年份：{history}；每年 {slices} 个时段",
        "planning years: {years}; history: {history}; slices per year: {slices}",
    ),
    "valid_index": Pair("指标体系：{index}；目标：{targets}", "index: {index}; targets: {targets}"),
    "valid_counts": Pair(
        "能源品种 {commodities} 个，用能需求 {demands} 个，现有设备 {equipment} 台，过程排放源 {sources} 个，措施 {measures} 个",
        "commodities: {commodities}, demands: {demands}, converters: {equipment}, process sources: {sources}, measures: {measures}",
    ),
    "valid_figures": Pair("所用数据 {figures} 项，其中未核实 {unverified} 项", "figures used: {figures}, not verified: {unverified}"),
    "valid_unverified": Pair("  未核实：{field} = {value} {unit}（{status}）", "  not verified: {field} = {value} {unit} ({status})"),
    "valid_more": Pair(
        "  另有 {count} 项未核实；--json 列出全部，plan -o 的 figures.csv 也有出处",
        "  and {count} more; --json lists all of them, and figures.csv of plan -o has their sources",
    ),
    "no_target": Pair("无", "none"),
    # plan and check
    "reference_path": Pair("基准情景", "reference"),
    "no_target_path": Pair("无目标方案", "plan without targets"),
    "low_first": Pair("先只求{aims}，再续攀后续级别", "aiming at {aims} first, then higher"),
    "tier_path": Pair("{tier}（{year} 年起）", "{tier} from {year}"),
    "resolved": Pair("时间分辨率：{words}", "time resolution: {words}"),
    "solution": Pair("求解结果：{status}", "solution: {status}"),
    "cost": Pair("贴现总成本：{cost}", "discounted cost: {cost}"),
    "year_alone": Pair("--year 须与 --tier 同用", "--year needs --tier"),
    "tier_holds": Pair("结论：{tier}，{year} 年：达到", "verdict: {tier}, {year}: held"),
    "tier_fails": Pair("结论：{tier}，{year} 年：未达到（{which}）", "verdict: {tier}, {year}: not held ({which})"),
    "which_not_met": Pair("未达到 {ids}", "not met {ids}"),
    "which_not_assessed": Pair("无法判定 {ids}", "not assessed {ids}"),
    "which_broken": Pair("方案违反限制", "limits are broken"),
    "judged_by_scenario": Pair(
        "方案没有指明级别，按情景自己的目标判定：{targets}",
        "the plan names no tier; it is judged by the scenario's own targets: {targets}",
    ),
    "other_targets": Pair(
        "方案申报的级别或年份（{theirs}）与情景的目标（{ours}）不同，按方案自己的判定；用 --tier 可按情景判定",
        "the plan asks for other tiers or years ({theirs}) than the scenario ({ours}); it is judged by its own; use --tier otherwise",
    ),
    "prove_without_plan": Pair("--prove 没有可求证的内容：没有给出方案", "--prove has nothing to prove: no plan is given"),
    "breach": Pair("方案违反限制：{what}", "the plan breaks a limit: {what}"),
    "plan_sound": Pair("方案满足所有平衡、容量和限额", "the plan keeps every balance, capacity and limit"),
    "other_edition": Pair(
        "方案所据的指标体系 {index} 与现有文件不同（已修订或改动），按现有文件判定",
        "the index {index} has changed since the plan was made; it is judged by the file as it is now",
    ),
    "other_index": Pair("方案针对指标体系 {theirs}，情景使用 {ours}", "the plan was made for the index {theirs}, the scenario uses {ours}"),
    "infeasible": Pair("{what}：没有方案能同时满足全部要求：", "{what}: no plan meets all requirements:"),
    "not_found": Pair(
        "{what}：没有找到能同时满足全部要求的方案，但尚未证明不存在；已找到的最接近情形：",
        "{what}: no plan was found that meets all requirements, and none is proven impossible; the closest found:",
    ),
    "short": Pair("差额：{what}", "short: {what}"),
    "clash": Pair("以下要求不能同时成立（少任一项即不冲突）：", "these can't hold together, and would without any one of them:"),
    "clash_alone": Pair(
        "即使放宽其他所有指标和情景中的所有上限（投运周期、寿命与可用率除外），以下一项也无法满足：",
        "this one can't be met, even with every other target and every limit of the scenario dropped (lead times, lifetimes and"
        " availability stay):",
    ),
    "disagree": Pair(
        "优化器与评价器的数字不一致。这是程序缺陷，结果不写出；请附上情景文件报告。",
        "optimizer and evaluator disagree. This is a defect of the program: no result is written; please report it with the scenario file.",
    ),
    "written": Pair("已写入 {folder}", "written to {folder}"),
    "not_written": Pair("没有写出任何文件", "nothing was written"),
    "no_tiers": Pair(
        "情景的 targets 没有任何级别；请在 targets 中给出年份，或用 --tiers 和 --year 指定",
        "the scenario's targets name no tier; give years under targets, or use --tiers with --year",
    ),
    "warning": Pair("提示：{what}", "warning: {what}"),
    "plan_resolved": Pair("方案自带时间分辨率，不能再给 --resolution", "the plan has a resolution of its own; leave out --resolution"),
    # days
    "days_rest": Pair(
        "以上由曲线直接算出，未求解；负荷为首个规划年的需求，未计节能。",
        "All this is computed from profiles, nothing is solved; loads are the first planning year's demands, before savings.",
    ),
    # inventory
    "inventory_bad_year": Pair(
        "{given} 既不是历史年份也不是规划年；可用：{known}", "{given} is neither a past nor a planning year; known: {known}"
    ),
    "inventory_history_only": Pair("没有规划年份可列，只列历史年份", "there are no planned years to list; only the past years are shown"),
    # today's factory
    "today_held": Pair(
        "{year} 年现状（{index}）按全部指标达到：{tiers}", "today's factory ({year}, {index}) holds by all indicators: {tiers}"
    ),
    "today_numbers": Pair(
        "只看数值（证明材料与方案除外）达到：{tiers}", "by its numbers alone, papers and the plan itself aside, it would hold: {tiers}"
    ),
    "today_missing": Pair("达到{tier}还缺：", "missing for the {tier}:"),
    "today_improve": Pair("数值：", "numbers:"),
    "today_papers": Pair("证明材料：", "papers:"),
    "today_plan": Pair(
        "须有方案才能判定：{ids}（planner plan {file} --tier {tier}）", "needs a plan: {ids} (planner plan {file} --tier {tier})"
    ),
    # init
    "created": Pair("已生成 {file}", "created {file}"),
    "created_next": Pair("下一步：planner validate {file}", "next: planner validate {file}"),
    "init_not_empty": Pair(
        "{folder} 已存在且非空；换一个文件夹，或用 --force 写入",
        "{folder} exists and is not empty; name another folder, or use --force to write into it",
    ),
    "no_example": Pair("没有示例 {given}；现有：{known}", "there is no example {given}; known: {known}"),
    # index
    "index_title": Pair("指标体系", "indexes"),
    "index_name": Pair("名称", "name"),
    "index_id": Pair("编号", "id"),
    "index_tiers": Pair("级别", "tier"),
    "index_edition": Pair("版本", "edition"),
    "index_dated_column": Pair("日期", "dated"),
    "index_requirement": Pair("要求（原文）", "requirement"),
    "index_rule": Pair("判定规则", "rule"),
    "index_reading": Pair("解读", "reading"),
    "index_choice": Pair("取值", "choice"),
    "index_alternatives": Pair("其他选择", "alternatives"),
    "index_basis": Pair("依据", "basis"),
    "index_why": Pair("理由", "why"),
    "index_readings": Pair("指标解读（可在 index.settings 中改选）", "Readings (choose otherwise under index.settings)"),
    "index_indicators": Pair("指标", "Indicators"),
    "index_evidence": Pair("证明材料", "Papers"),
    "index_figures": Pair("申报数据（在 stated_figures 中按年填报）", "Stated figures (given by year under stated_figures)"),
    "index_unit": Pair("单位", "unit"),
    "index_meaning": Pair("含义", "meaning"),
    "index_dated": Pair("版本：{edition}（日期：{dated}）", "edition: {edition} (dated: {dated})"),
    "index_undated": Pair("不详", "unknown"),
    "index_source": Pair("来源：{source}", "source: {source}"),
    "index_state": Pair("状态：{status}", "status: {status}"),
    "index_status": Pair("状态", "status"),
    "index_counts": Pair(
        "级别：{tiers}；指标 {indicators} 项，读法 {readings} 项，证明材料 {papers} 项，申报数据 {figures} 项",
        "tiers: {tiers}; indicators: {indicators}, readings: {readings}, papers: {papers}, stated figures: {figures}",
    ),
    # failures
    "usage_missing": Pair("缺少 {what}", "missing {what}"),
    "usage_no_option": Pair("没有选项 {what}", "no such option {what}"),
    "usage_no_command": Pair("没有这个命令：{what}", "no such command: {what}"),
    "usage_bad_value": Pair("{what} 的值不可用：{why}", "invalid value for {what}: {why}"),
    "usage_hint": Pair("用 '{command} --help' 查看用法", "try '{command} --help'"),
    "internal": Pair(
        "程序内部错误（{kind}：{message}）。请报告此问题，附上命令和情景文件；加 --debug 可看到详细位置。",
        "internal error ({kind}: {message}). Please report it with the command and the scenario file; --debug shows where it happened.",
    ),
    "interrupted": Pair("已中断，没有写出任何文件", "interrupted; nothing was written"),
    "no_file": Pair("找不到文件 {file}", "there is no file {file}"),
    "solver_missing": Pair(
        "求解器不可用：{module} 缺失或过旧（{why}）；请安装锁定的版本",
        "the solver can't be used: {module} is missing or too old ({why}); install the locked versions",
    ),
    "no_output": Pair("结果无法写到标准输出：{why}", "the results could not be written to standard output: {why}"),
    "bad_set": Pair("--set 须写作 path=value，收到 {given}", "--set takes path=value, got {given}"),
    "odd_language": Pair(
        "PLANNER_LANG 只能是 zh 或 en，收到 {given}；按系统语言显示", "PLANNER_LANG takes zh or en, got {given}; the locale decides instead"
    ),
    "bad_language": Pair("--lang 只能是 zh 或 en，收到 {given}", "--lang takes zh or en, got {given}"),
    "bad_resolution": Pair(
        "--resolution 只能是 annual、typical 或 hourly，收到 {given}", "--resolution takes annual, typical or hourly, got {given}"
    ),
    "bad_tier": Pair("没有级别 {given}；可用：{known}{hint}", "there is no tier {given}; known: {known}{hint}"),
    "did_you_mean": Pair("；是否要写 {near}？", "; did you mean {near}?"),
    "twice_tier": Pair("--tiers 中 {given} 重复", "--tiers names {given} twice"),
    "bad_calendar": Pair(
        "--calendar 须写作“级别 年份，级别 年份”，如 low 2027, zero 2032；收到 {given}",
        "--calendar takes tiers with their years, as in low 2027, zero 2032; got {given}",
    ),
    "twice_in_calendar": Pair("--calendar 中 {given} 重复", "--calendar names {given} twice"),
    "bad_years": Pair("--years 须写作 2027-2032、2027,2030 或 all，收到 {given}", "--years takes 2027-2032, 2027,2030 or all; got {given}"),
    "no_such_year": Pair(
        "--years 的 {given} 中没有规划年份（{span}）；最近的是 {nearest} 年",
        "--years: no planning year ({span}) in {given}; the nearest is {nearest}",
    ),
    "years_left_out": Pair(
        "--years 中的 {years} 不在规划期（{span}）内，未列出", "--years: {years} lie outside the planning years ({span}) and are left out"
    ),
    "plan_syntax": Pair("不是有效的 JSON：{why}", "not valid JSON: {why}"),
    "plan_twice": Pair("同一对象中重复的键：{key}", "the key {key} stands twice in one object"),
    "plan_number": Pair("不能使用 {given}", "{given} can't be used"),
    "plan_form": Pair("不合方案文件格式：{why}", "doesn't fit the plan file: {why}"),
    "plan_large": Pair("文件超过 {limit} MB", "the file is larger than {limit} MB"),
    "plan_encoding": Pair("不是 UTF-8 文本", "not UTF-8 text"),
    "no_plan_inside": Pair("文件夹里没有 {file}", "the folder holds no {file}"),
}
