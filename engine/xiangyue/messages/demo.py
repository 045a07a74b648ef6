"""The words of the demonstration; what comes of anything in it, the engine says itself."""

from __future__ import annotations

from xiangyue.messages.message import Message

MESSAGES: dict[str, Message] = {
    "demo-played": Message(
        "The demonstration has been played in this store already.",
        "该数据库中已演示过。",
        "Name another one with --db, or leave it out.",
        "请用--db指定其他数据库，或不指定。",
    ),
    "demo-begin": Message(
        "Qinghe sub-district: four communities, one of each type, with {people} made-up people,"
        " {households} households and {organizations} organisations; people answer by a fixed rule."
        " What the engine says is marked: ✗ refused, ◷ held back, • so it stands.",
        "清河街道：四个社区各属一种类型，有虚构的{people}人、{households}户和{organizations}家单位，"
        "人按固定规则应答。"
        "引擎给出的内容带有标记：✗拒绝、◷暂缓、•现状。",
    ),
    "demo-county": Message("Anhe county", "安和县"),
    "demo-office": Message("Qinghe sub-district", "清河街道"),
    "demo-grid": Message("Grid of {community}", "{community}网格"),
    **{
        f"demo-day-{number}": Message(en, zh)
        for number, en, zh in (
            (1, "Monday", "周一"),
            (2, "Tuesday", "周二"),
            (3, "Wednesday", "周三"),
            (4, "Thursday", "周四"),
            (5, "Friday", "周五"),
            (6, "Saturday", "周六"),
            (7, "Sunday", "周日"),
        )
    },
    # --- an instruction ---
    "demo-scene-down": Message("An instruction goes down", "任务下达"),
    "demo-department": Message("Urban management", "城市管理部门"),
    "demo-certificates": Message("Certificates for every household", "为每户开具证明"),
    "demo-drains": Message("Clear the drains before the rain", "雨季前疏通排水沟"),
    "demo-drains-content": Message(
        "Clear the drains of all yards before the rain.", "雨季前疏通各院落排水沟。"
    ),
    "demo-drains-clear": Message("All drains of the yards are clear.", "院内排水沟已全部疏通。"),
    "demo-off-the-list": Message(
        "Lu of the sub-district drafts an order: certificates for every household.",
        "街道老陆起草任务：为每户开具证明。",
    ),
    "demo-on-the-list": Message(
        "He drafts another one, to clear the drains before the rain. One call brings it to all"
        " four communities, each under its own profile and limits:",
        "他另拟一项：雨季前疏通排水沟。一次下发四个社区，各社区按自己的治理方案和限度受理：",
    ),
    "demo-who-pays": Message(
        "Lu says who pays for it, and sends it to Xinqi once more:",
        "老陆注明经费来源，再次下发新旗村：",
    ),
    "demo-lag": Message("on their way still: {count}", "在途{count}件"),
    "demo-scene-back": Message("What has become of it", "办理情况汇总"),
    "demo-sends-back": Message(
        "Laojie lacks the hands and returns it, which counts against nobody. The others do it, and"
        " their results go up once. The first order stands so:",
        "老街社区人手不足，予以退回，不影响任何考核。其他社区办理后一次性上报结果。第一项任务：",
    ),
    "demo-second-order": Message(
        "The second order, which names who pays:", "第二项任务（已注明经费来源）："
    ),
    "demo-lacks": Message("Two of our three workers are ill.", "三名工作人员中有两名生病。"),
    # --- a village task ---
    "demo-scene-village": Message("Xinqi: the order becomes points", "新旗村：任务折算成积分"),
    "demo-adopted": Message(
        "No points without a vote: {present} of {entitled} villagers came, {in_favour} are for it.",
        "未经表决不得计分：应到{entitled}人，实到{present}人，赞成{in_favour}人。",
    ),
    "demo-ditch-clear": Message("The ditch is clear over 300 m.", "300米水渠已疏通。"),
    "demo-valued": Message(
        "Li, the secretary, turns the order into points. The formula proposes {points}.",
        "村支书老李把任务折算成分值，按公式建议{points}分。",
    ),
    "demo-wrong-hands": Message(
        "Wang, a cadre, would rather pass it on to Chen:", "村干部小王想把它转派给小陈："
    ),
    "demo-scene-done": Message("Xinqi: the work is done", "新旗村：任务完成"),
    "demo-done": Message(
        "Li has assigned it to Wang, who clears the ditch.", "老李派给小王，小王疏通了水渠。"
    ),
    "demo-scene-scored": Message("Xinqi: it is scored, and appealed", "新旗村：评分与申诉"),
    "demo-scored": Message(
        "The supervisors find defects: {points} points.",
        "监委会认为有瑕疵，评{points}分。",
    ),
    "demo-appeal": Message("The defects were there before", "瑕疵原已存在"),
    "demo-grounds": Message(
        "The wall had been broken before the work began.", "渠壁在施工前就已破损。"
    ),
    "demo-appealed": Message(
        "Wang appeals. The supervisors want to decide that themselves:",
        "小王申诉。监委会想自行评议：",
    ),
    "demo-decided": Message("The wall was broken before.", "渠壁此前已破损。"),
    "demo-corrected": Message(
        "Fan of the appeals panel decides, with a counter-entry: Wang holds {points}.",
        "申诉评议组老范作出评议，账上补记差额，小王现有{points}分。",
    ),
    # --- needs and resources ---
    "demo-scene-library": Message(
        "Lvyuan: needs are matched from the library", "绿园社区：从资源库匹配居民需求"
    ),
    "demo-joined": Message(
        "{count} organisations register here as well as where they belong, and are admitted.",
        "{count}家单位完成双报到，由社区党组织接纳。",
    ),
    "demo-needs": Message(
        "Others offer vans, a hall, boats and pumps; residents raise three needs:",
        "共建单位提供面包车、礼堂、船和水泵；居民提出三项需求：",
    ),
    "demo-seen": Message("Seen on the spot.", "已现场核实。"),
    "demo-offer-van": Message("Vans with a driver", "面包车（含司机）"),
    "demo-offer-hall": Message("The school's hall", "学校礼堂"),
    "demo-offer-boat": Message("Flat boats", "平底船"),
    "demo-offer-pump": Message("Pumps", "抽水泵"),
    "demo-need-van": Message("A van to move house", "搬家用车"),
    "demo-need-hall": Message("A hall for the choir", "合唱队场地"),
    "demo-need-boat": Message("Boats for the flooded yards", "积水院落用船"),
    "demo-match": Message("{need} ← {owner}.", "{need} ← {owner}。"),
    "demo-waits": Message("{need}: {quantity} must wait.", "{need}：{quantity}须等候。"),
    "demo-lent": Message(
        "Lenders deliver, both sides confirm, and it is given back: matches {count}.",
        "提供方同意并交付，双方确认，用后归还：共{count}项匹配。",
    ),
    # --- a corridor post ---
    "demo-scene-corridor": Message("Laojie: a corridor finds its head", "老街社区：楼道有了楼道长"),
    "demo-post": Message("Head of corridor 3", "3号楼道楼道长"),
    "demo-invites": Message(
        "Ning of the grid has talked with a neighbour, and invites her at night:",
        "网格员小宁与一位居民聊过后，当晚就发出邀请：",
    ),
    "demo-rang": Message(
        "Rang at the old neighbour's; she is well.", "去敲了老邻居的门，一切都好。"
    ),
    "demo-regular": Message(
        "A first small task is agreed on Friday and done; the post is now: {state}.",
        "周五商定第一件小事并完成；该岗位现为：{state}。",
    ),
    "demo-scene-hurry": Message("The sub-district is in a hurry", "街道催办"),
    "demo-hurry": Message(
        "It has begun to rain. Lu hands a task straight down to Jinxiu, at night:",
        "开始下雨。老陆夜间直接向锦绣社区派任务：",
    ),
    "demo-sandbags-count": Message("Count the sandbags", "清点沙袋"),
    "demo-sandbags-content": Message("Say how many sandbags there are.", "报告现有沙袋数量。"),
    "demo-not-sent": Message("It is off the list.", "不在准入清单内。"),
    # --- the flood ---
    "demo-flood": Message("Flood of the Qing river", "清河洪水"),
    "demo-scene-first": Message("The river rises", "河水上涨"),
    "demo-river": Message(
        "Water stands in the low houses of Xinqi. Dai, on duty, does not wait.",
        "新旗村低洼户进水，值班员老戴当即处置。",
    ),
    "demo-leave-low-houses": Message("Leave the low houses.", "低洼户立即撤离。"),
    "demo-mode": Message(
        "Xinqi is in the mode: {mode}. It carries no level.", "新旗村进入：{mode}，不设级别。"
    ),
    "demo-mode-normal": Message("normal", "平时"),
    "demo-scene-activation": Message("Level II is received", "收到二级响应"),
    "demo-headquarters": Message("District flood headquarters", "区防汛抗旱指挥部"),
    "demo-measures": Message(
        "Watch the dikes, bring everybody out of low houses.", "巡查堤防，转移低洼户人员。"
    ),
    "demo-not-the-committee": Message(
        "The district's document comes in. The committee of Jinxiu would record it:",
        "区里文件下达。锦绣社区居委会想登记：",
    ),
    "demo-too-long": Message("Lvyuan would let it last six days:", "绿园社区想把期限定为六天："),
    "demo-activated": Message(
        "Those on duty record it, up to Monday 08:00. The modes now: {modes}.",
        "各值班员登记，至周一8时止。目前状态：{modes}。",
    ),
    "demo-routine": Message(
        "Routine work waits. Li would enter a task for the village hall all the same:",
        "日常事务暂停。老李仍想录入一项村部事务：",
    ),
    "demo-ditch-again": Message("Clear the ditch by the school", "清理学校旁的水沟"),
    "demo-road": Message("Mend the path to the mill", "修补通往磨坊的小路"),
    "demo-ramp": Message("A ramp at the clinic's door", "卫生室门口加装坡道"),
    "demo-hall": Message("Paint the village hall", "粉刷村部"),
    "demo-scene-callout": Message("Call-outs climb their ladders", "梯次动员"),
    "demo-sandbags": Message("Sandbags for the dike", "运送沙袋护堤"),
    "demo-calls": Message(
        "It is night, but level II lifts the quiet hours. Each community asks by its own ladder,"
        " until enough have accepted.",
        "虽是夜间，二级响应放宽静默时段。各社区按自己的梯次动员至满员。",
    ),
    "demo-yields": Message(
        "So they stand on Sunday at 01:00; each pair is a rung, accepted/asked:",
        "周日1时的情况；每组为一个梯次的响应/动员人数：",
    ),
    "demo-yield": Message(
        "{community}: {rungs}; {accepted} of {asked} come, {wanted} are wanted.",
        "{community}：{rungs}；动员{asked}人，响应{accepted}人，需{wanted}人。",
    ),
    "demo-scene-boats": Message("The library serves the emergency", "资源库转入应急"),
    "demo-scene-doors": Message(
        "Laojie: corridor heads go from door to door", "老街社区：楼道长逐户敲门"
    ),
    "demo-committed": Message(
        "Du needs three boats at once; the club has committed four to emergencies:",
        "值班员小杜急需三艘船；俱乐部承诺应急时提供四艘：",
    ),
    "demo-doors": Message(
        "Where nobody opens at 08:00, they come again at 11:00:", "8时无人在家的，11时再去："
    ),
    "demo-reached": Message(
        "Households spoken with: {count} of {total}", "已联系住户：{total}户中的{count}户"
    ),
    # --- its end ---
    "demo-scene-down-again": Message("The water falls", "洪水消退"),
    "demo-freed": Message(
        "Leaders have counted {arrived} heads at the dike; everybody is freed: {freed}.",
        "队长现场清点{arrived}人；全部解除：{freed}人。",
    ),
    "demo-warned": Message(
        "Twelve and two hours before the powers end, on Sunday at 20:00 and on Monday at 06:00,"
        " the engine warns those on duty.",
        "特别措施到期前12小时和2小时（周日20时、周一6时），引擎各提醒值班员一次。",
    ),
    "demo-no-document": Message(
        "The end is recorded on Monday at 07:00. No document reaches Laojie. At 08:00 its powers end by themselves. Its activation: {state}; its mode: {mode}.",
        "周一7时登记解除，老街社区未收到文件；8时特别措施自动终止。其响应：{state}；状态：{mode}。",
    ),
    "demo-scene-review": Message("Review", "复盘"),
    "demo-filled-in": Message(
        "Each review is opened with what the journal knows; in Xinqi:",
        "复盘表由系统按日志预先填好；新旗村：",
    ),
    "demo-changes": Message(
        "Dai keeps keys to the pump house; two more boats; a list of low houses.",
        "老戴保管泵房钥匙；增加两艘船；建立低洼户名册。",
    ),
    "demo-normal": Message(
        "Ordinary times: the task for the village hall is entered now.",
        "恢复平时：村部事务可以录入。",
    ),
    # --- the table ---
    "demo-head-community": Message("Community", "社区"),
    "demo-head-tasks": Message("Tasks", "任务"),
    "demo-head-decided": Message("Decided", "裁定"),
    "demo-head-refused": Message("No/later", "拒绝/暂缓"),
    "demo-head-points": Message("Points", "积分"),
    "demo-head-called": Message("Come/asked", "响应/动员"),
    "demo-head-matches": Message("Lent", "匹配"),
    "demo-head-minutes": Message("1st/90 %", "首答/九成"),
    "demo-legend": Message(
        "1st/90 %: minutes until the first, and nine in ten, of those asked had answered (–: fewer"
        " did). Rules also refuse whoever says yes when enough have.",
        "首答/九成：首位及九成被动员者答复所用分钟数（–为未达九成）。满员后再响应的，由规则拒绝。",
    ),
    "demo-rules": Message("rules", "规则"),
    "demo-refusals": Message("Refused by: {counts}.", "拒绝来源：{counts}。"),
    "demo-end": Message(
        "All of this took {seconds} seconds.",
        "全程用时{seconds}秒。",
    ),
    "demo-look": Message(
        "No worker ran, so messages still wait to be sent: people here answer without them. Look"
        " at it yourself:",
        "演示未启动发送进程，消息均为待发送，虚构的人不待消息即作答。可自行查看：",
    ),
}
