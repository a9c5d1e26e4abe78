# كلمات خريطة الأبواب في تطبيق العمل عند الأبواب. لم يراجعها بعدُ أحدٌ لغته الأم العربية.

### خريطة الأبواب
door-map = خريطة الأبواب
door-map-areas = المناطق
door-map-on = على هذه الخريطة
door-map-none = لا باب في هذه المنطقة له مكان على الخريطة بعد. يمكن أن تأتي الأماكن مع قوائم العناوين، ويمكن إعطاء مكان عند إضافة باب.
door-map-without = بلا مكان على الخريطة
door-map-outside = خارج حدود المنطقة: المكان أو المنطقة خطأ
door-map-whole = المنطقة كلها
door-map-here = إظهار مكاني
door-map-here-off = أنتم خارج هذه الخريطة.
door-map-here-no = لا يقول هذا الهاتف أين هو.
door-map-fresh = لم يُطرق بعد
door-map-again = يستحق طرقة أخرى
door-map-talked = جرى حديث
door-map-over = لم يبقَ ما يُفعل
door-map-several = عدة أبواب
door-map-mine = لي
door-map-place = المكان على الخريطة، إن كنتم تعرفونه
door-map-place-hint = مثل 51.5012, -0.1243. لا يراه إلا من يحق له رؤية العنوان.
door-map-stand = المكان الذي أقف فيه
door-map-bad-place = اكتبوا المكان عددين، مثل 51.5012, -0.1243، أو اتركوه.
problem-bad-place = ليس هذا مكانًا على الأرض.

one-door-title = عدة مقابلات عند باب واحد
one-door-what = قد يكون متطوّعان سألا عند باب واحد، أو أجاب شخصان يسكنان هناك. تُحفظ كل المقابلات. وهنا ترون أيّها يُحسب.
one-door-rule = ما يُحسب في النتائج
one-door-home = مقابلة واحدة لكل بيت: من عدة مقابلات عند باب واحد تُحسب أوفاها
one-door-person = مقابلة واحدة لكل شخص: تُحسب كلها إلى أن يستبعد أحد المنسّقين إحداها
one-door-anyone = كل المقابلات
one-door-doors = أبواب فيها أكثر من مقابلة
one-door-none = لا باب فيه أكثر من مقابلة واحدة في الجولة.
one-door-count = { $count ->
    [zero] لا أبواب
    [one] باب واحد
    [two] بابان
    [few] { $count } أبواب
    [many] { $count } بابًا
   *[other] { $count } باب
}
one-door-unknown = باب ليس عنوانه على هذا الهاتف
one-door-beside = جنبًا إلى جنب: { $one } و{ $other }
one-door-same = { $count ->
    [zero] لا سؤال متطابق فيهما.
    [one] سؤال واحد متطابق فيهما.
    [two] سؤالان متطابقان فيهما.
    [few] { $count } أسئلة متطابقة فيهما.
    [many] { $count } سؤالًا متطابقًا فيهما.
   *[other] { $count } سؤال متطابق فيهما.
}
one-door-alike = لا فرق بينهما.
one-door-not-there = غير موجود
one-door-counts = تُحسب
one-door-another = تُحسب أخرى
one-door-left-out = مستبعدة
one-door-leave-out = استبعاد { $number } من النتائج
one-door-take-in = إعادة { $number } إلى النتائج
one-door-reason = تُحسب مقابلة أخرى عند هذا الباب.
