"""Help of every command and option, in both languages. Annotations name the key; the text is put in when help is asked for."""

from __future__ import annotations

from planner.language import Pair

HELP: dict[str, Pair] = {
    "app": Pair(
        "工厂低碳、近零碳、零碳路径规划：求最低成本方案，并按指标体系逐项判定。",
        "Least-cost pathways to a low-carbon, near-zero or zero-carbon factory, judged indicator by indicator.",
    ),
    "lang": Pair(
        "语言 zh 或 en；否则取 PLANNER_LANG，再取系统语言。可写在任何位置。",
        "Language, zh or en; else PLANNER_LANG, else the locale. Anywhere.",
    ),
    "debug": Pair("内部错误时显示详细位置。可写在任何位置。", "Show where an internal error happened. Anywhere."),
    "version": Pair("显示版本并退出。", "Show the version and exit."),
    "help": Pair("显示帮助并退出。", "Show this message and exit."),
    "install_completion": Pair("为当前 shell 安装命令补全。", "Install completion for the current shell."),
    "show_completion": Pair(
        "显示当前 shell 的命令补全脚本。", "Show completion for the current shell, to copy it or customize the installation."
    ),
    # arguments shared by commands
    "scenario": Pair("情景文件（YAML）。", "Scenario file (YAML)."),
    "with": Pair(
        "变体文件，叠加在情景上；可多次给出，后者优先。",
        "Variant file laid over the scenario; may be given several times, the last one wins.",
    ),
    "set": Pair(
        "改一个字段：path=value，如 finance.discount_rate=0.06；可多次给出。",
        "Change one field: path=value, as in finance.discount_rate=0.06; may be given several times.",
    ),
    "json": Pair("在标准输出给出 JSON。", "Print JSON on standard output."),
    "readings": Pair("列出所用的全部读法及理由。", "Show every reading in force with its reason."),
    "output": Pair("结果文件夹；要么完整写出，要么不写。", "Folder for the results; written whole or not at all."),
    "force": Pair("覆盖先前的结果。", "Replace earlier results."),
    "time_limit": Pair("每次求解的时间上限（秒）。", "Time limit of each solve, in seconds."),
    "method": Pair(
        "求解方式：monolith 整体求解；decomposed 逐年分解，给出已证明的差距；auto 按规模选择。",
        "How to solve: monolith at once; decomposed year by year, with a proven gap; auto by size.",
    ),
    "gap": Pair("逐年分解求解所要求的差距，占成本的比例。", "Gap to be proven where years are solved apart, as a share of the cost."),
    "tier": Pair("级别：low 低碳、near 近零碳、zero 零碳。", "Tier: low, near or zero."),
    "year": Pair("申报年；否则取情景文件 targets 中的年份。", "Year of application; otherwise the year in the scenario's targets."),
    "resolution": Pair(
        "时间分辨率：annual 全年一个时段、typical 典型日、hourly 全部 8760 小时；否则按情景的 resolution，有 hours 时默认逐时。",
        "How finely the year is resolved: one slice, typical days, or all 8760 hours; otherwise the scenario's resolution, or its hours.",
    ),
    # commands
    "init": Pair("新建一个带注释的情景文件。", "Write a small commented scenario to start from."),
    "init_folder": Pair("要生成情景的文件夹。", "Folder to put the scenario into."),
    "init_example": Pair("改为复制随附的示例，如 auto-parts。", "Copy a shipped example instead, such as auto-parts."),
    "init_force": Pair("文件夹非空时也写入，并覆盖同名文件。", "Write into a folder that is not empty, replacing files of the same names."),
    "validate": Pair(
        "检查情景文件，列出全部问题（文件:行:列）；有问题时退出码 3。",
        "Check a scenario and list every problem as file:line:column; exit code 3 if any.",
    ),
    "plan": Pair("求达到某一级别的最低成本方案。", "Find the cheapest plan that reaches a tier."),
    "check_prove": Pair(
        "重新求解自主减排能到什么程度（读法 own_reduction_first），不采信方案自己的记录。",
        "Solve anew how far own reduction goes (reading own_reduction_first), instead of trusting the plan's own record.",
    ),
    "check": Pair(
        "判定方案文件（手工修改过的也可以）；不给方案则判定工厂现状，并列出离下一级别还缺什么。",
        "Judge a plan file, edited by hand or not; without one, judge today's factory and say what is missing for the next tier.",
    ),
    "check_plan": Pair(
        "方案文件 plan.json，或 plan 命令写出的文件夹；不给则判定工厂现状。",
        "A plan.json, or a folder written by the plan command; without it today's factory is judged.",
    ),
    "check_tier": Pair(
        "按此级别判定；没有方案时，未达到此级别则退出码为 1。",
        "Judge this tier; without a plan, exit code 1 unless today's factory holds it.",
    ),
    "check_year": Pair(
        "申报年，须与 --tier 同用；没有方案时为历史年份，默认基准年。",
        "Year of application, with --tier; without a plan, a past year instead of the base year.",
    ),
    "compare": Pair(
        "各级别与基准情景、无目标方案并排比较，并给出逐级台阶与先低后高的后悔值。",
        "Set the tiers beside the reference and the plan without targets, with the steps between them and the regret of aiming low first.",
    ),
    "compare_years": Pair(
        "另列各级别按目标年份的成本：2027-2032、2027,2030 或 all（全部规划年，至多 12 个）。",
        "Also the cost of each tier by target year: 2027-2032, 2027,2030, or all planning years (at most 12 of them).",
    ),
    "compare_calendar": Pair(
        "另算一份日程，如 low 2027, near 2029, zero 2032；可多次给出。",
        "Also a calendar such as low 2027, near 2029, zero 2032; may be given several times.",
    ),
    "compare_no_regret": Pair("不算后悔值（少求解几次）。", "Leave the regret out, which saves a few solves."),
    "compare_tiers": Pair(
        "级别，用逗号分隔；否则取情景文件 targets 中的全部级别。", "Tiers, comma-separated; otherwise all those in the scenario's targets."
    ),
    "compare_output": Pair(
        "结果文件夹：comparison.json、comparison.md 与各表的 CSV。",
        "Folder for comparison.json, comparison.md and a CSV file of each table.",
    ),
    "inventory": Pair(
        "温室气体与能源清单：各历史年与规划年，按 GB/T 32150 与 GB/T 2589 的格式。",
        "Greenhouse-gas and energy inventory of every past and planned year, in the layout of GB/T 32150 and GB/T 2589.",
    ),
    "inventory_plan": Pair(
        "方案文件 plan.json 或 plan 命令写出的文件夹；不给则规划年份取基准情景。",
        "A plan.json, or a folder written by the plan command; without it the planned years are those of the reference.",
    ),
    "inventory_year": Pair("显示此年的完整清单；可多次给出。", "Show the full sheet of this year; may be given several times."),
    "inventory_output": Pair(
        "结果文件夹：inventory.csv、energy.csv、factors.csv、inventory.md。",
        "Folder for inventory.csv, energy.csv, factors.csv and inventory.md.",
    ),
    "days": Pair(
        "典型日：哪些日代表哪些日，以及与全年逐时相比在历时曲线、峰值、光伏自用和电价上差多少。",
        "Typical days: which day stands for which, and what they cost in accuracy against all hours.",
    ),
    "index": Pair("查看指标体系。", "Look at the indexes."),
    "index_list": Pair("列出全部指标体系。", "List every index."),
    "index_show": Pair("显示一个指标体系的要求、判定规则与解读。", "Show requirements, rules and readings of an index."),
    "index_validate": Pair(
        "检查自己编写的指标体系文件，逐处指出问题所在的行。", "Check an index file of your own and name every problem with its line."
    ),
    "index_file": Pair("指标体系文件。", "Index file."),
    "index_id": Pair("指标体系编号，如 binhai-2022。", "Id of the index, such as binhai-2022."),
    "index_tier": Pair("只显示此级别。", "Show this tier only."),
    "schema": Pair("输出情景文件的 JSON Schema，供编辑器补全与检查。", "Print the JSON Schema of scenario files, for editors."),
}
