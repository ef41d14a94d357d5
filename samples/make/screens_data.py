"""Answers of the returns that were filled in on the screen: PDF fields, and the
cells of our workbooks. All people and schools are invented."""

BI = {
    "name": "毕云帆", "gender": "男", "ethnicity": "汉", "birth": "1986年3月",
    "resume[0].period": "2008.9—2015.8", "resume[0].unit": "赤壁市羊楼洞初级中学", "resume[0].work": "物理教学、班主任",
    "resume[0].note": "2014年评为一级教师",
    "resume[1].period": "2015.9至今", "resume[1].unit": "赤壁市砖茶古镇中学", "resume[1].work": "物理教学、电教员",
    "deeds": "我教了十三年初中物理，最怕学生说“听懂了，不会做”。2018年秋开通教师空间以后，我把每一个演示实验都拍成两三分钟的短片，附上器材清单和三个追问，学生可以在家里停下来看、倒回去想。三年共拍短片143段，本校和邻近三所中学的学生累计观看4.1万次。\n“家庭小实验”是我空间里最热闹的栏目。浮力单元，学生用矿泉水瓶做潜水艇；光学单元，有人用纸箱做了针孔相机，拍下古镇的石板街。每次作业先在空间互评，再到课堂上讲，全班42人，平均每人一学期提交11次。2020年停课期间，我开直播课52节，作业批改率100%。\n我还担任学校的电教员，帮助27位同事开通空间，编写了八页的《空间上手一日通》。能让更多的人少走弯路，我觉得值得。",
    "unit_opinion": "情况属实，同意推荐。", "unit_opinion_signature": "游庆丰", "unit_opinion_date": "2021年7月9日",
}

LANGDAI = {
    "leader.name": "敖学林", "leader.title": "校长", "leader.mobile": "13800007101",
    "contact.name": "陶静", "contact.title": "信息中心主任", "contact.mobile": "13800007102",
    "kind": "学校", "url": "http://space.example.edu.cn/gz/langdai", "username": "langdaixx", "password": "Ld#2018xx",
    "construction": "学校有教学班24个，学生1086人，教师63人。2016年9月开通机构空间，教师空间63个，班级空间24个。\n2017年接入100M光纤，每间教室配备一体机。",
    "application": "每周四下午为“空间教研时间”，先看课例，再在空间里写三条意见。全年上传课例212节，意见1840条。\n留守儿童的家长通过班级空间看到孩子的作业和照片，全年访问3.6万次。",
    "recognition": "2018年4月承办全区空间应用观摩会。",
    "city_opinion": "同意推荐。", "city_opinion_signature": "卢国平", "city_opinion_date": "2018年9月14日",
}

YANJIAO = {
    "leader.name": "霍玉珍", "leader.title": "校长", "leader.mobile": "13800007201",
    "contact.name": "聂小川", "contact.title": "教科室主任", "contact.mobile": "13800007202",
    "kind": "学校", "url": "http://space.example.edu.cn/gz/yanjiao", "username": "yanjiaozx", "password": "Yj_2018!",
    "construction": "学校为寄宿制初中，有教学班18个，学生903人。教师空间71个，学生空间903个，全部实名。",
    "application": "晚自习第二节为“空间答疑”，教师轮流在线。学生把错题拍照上传，系统按知识点归类，九年级数学及格率提高11个百分点。",
    "recognition": "《寄宿学校的夜间课堂》入选市级案例。",
    "city_opinion": "同意推荐。", "city_opinion_signature": "卢国平", "city_opinion_date": "2018年9月14日",
}

TONGREN = {
    "unit": "铜仁市", "department": "铜仁市教育局电化教育馆",
    "leaders[0].name": "田应龙", "leaders[0].gender": "男", "leaders[0].ethnicity": "土家族", "leaders[0].unit": "铜仁市教育局",
    "leaders[0].title": "副局长", "leaders[0].phone": "0856-3000701", "leaders[0].mobile": "13800007301",
    "leaders[0].email": "tianyl@example.gov.cn",
    "contacts[0].name": "麻秀芝", "contacts[0].gender": "女", "contacts[0].ethnicity": "苗族", "contacts[0].unit": "铜仁市电化教育馆",
    "contacts[0].title": "应用部主任", "contacts[0].phone": "0856-3000702", "contacts[0].mobile": "1380000730",
    "contacts[0].email": "maxz@example.gov.cn",
}

SHI = {
    "name": "石梅", "id_number": "522622198506143027", "city": "黔东南州", "county": "黄平县", "school": "黄平县飞云崖小学",
    "phone": "0855-2000701", "subject": "小学科学", "stage": "小学",
    "url": "https://space.example.edu.cn/t/shimei", "username": "shimei85", "password": "sm&85kx",
    "introduction": "石梅，苗族，一级教师，教小学科学十四年。2017年建成个人空间“云上种子”，与州内九所村小的科学教师结成研修组。",
    "description": "空间分为“种一种”“看一看”“拆一拆”三个栏目。学生在“种一种”里写植物日记，每篇配一张自己拍的照片；“看一看”收录本地的鸟、虫和石头；“拆一拆”讲旧电器里的科学。",
    "resources": "共有资源683件，其中原创611件；实验视频都在四分钟以内，配有苗汉双语字幕。",
    "application": "课前发布“猜一猜”，课上做实验，课后上传记录。五年级“种子发芽”单元，全班38人连续记录21天，形成数据表一份、统计图九张。\n停课期间用厨房里的材料上课26节，学生提交小实验视频412段。",
}

LU = {
    "name": "陆川南", "id_number": "522425198111031512", "city": "毕节市", "county": "织金县", "school": "织金县洞口中学",
    "phone": "13800007401", "subject": "初中地理", "stage": "初中",
    "url": "https://space.example.edu.cn/t/luchuannan", "username": "luchuannan",
    "introduction": "陆川南，教初中地理十七年，县级骨干教师。2016年开通空间，五年来每周更新。",
    "description": "空间以一张手绘的织金地图为首页，点开一个乡镇，就能看到学生写的家乡地理小报告。",
    "resources": "原创课件126个，微课58节，学生小报告294篇，全部公开。",
    "application": "【课堂教学】先在空间发布问题，再带学生到洞外量地层、看溶洞。\n【作业管理】每两周一份“家乡地理小报告”，互评后修改再交。",
}

TUCHENG = {
    "name": "赤壁市土城湖小学", "address": "湖北省赤壁市茶庵岭镇土城湖路6号", "postal": "赤壁市茶庵岭镇土城湖小学", "postcode": "437321",
    "legal.name": "雷振声", "legal.phone": "0715-5300951", "legal.email": "leizs@example.com",
    "head.name": "尹思齐", "head.mobile": "13800009501", "head.email": "yinsq@example.com",
    "members[0].name": "尹思齐", "members[0].rank": "一级教师", "members[0].title": "教导主任", "members[0].major": "教育技术学",
    "members[0].subject": "信息科技", "members[0].phone": "13800009501", "members[0].email": "yinsq@example.com",
    "members[1].name": "阮春红", "members[1].rank": "二级教师", "members[1].title": "班主任", "members[1].major": "小学教育",
    "members[1].subject": "语文", "members[1].phone": "13800009502", "members[1].email": "ruanch@example.com",
    "basics": "学校是茶山脚下的一所完全小学，有教学班12个，学生437人，教师29人，2016年建成新校舍。",
    "construction": "2018年接入湖北教育云，29名教师、12个班级全部开通空间，学生空间开通率96%。",
    "implementation": "第一年人人会用：每周一次培训，老教师由年轻教师结对帮教。\n第二年课课能用：语文、数学两科建成导学单312份。\n第三年家家愿用：采茶季节家长外出，班级空间每天发布一张课堂照片。",
    "measures": "校长负总责，每月例会通报；设备维护费每年2.4万元列入预算。",
    "achievements": "两名教师在市级优质课评比中获奖，“茶乡小记者”空间社团发表习作86篇。",
}
