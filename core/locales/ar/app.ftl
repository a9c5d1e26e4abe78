# كلمات صفحات العمل عند الأبواب. لم يراجعها بعدُ أحدٌ لغته الأم العربية.

### في كل صفحة
app-language-name = العربية
app-languages = اللغة
app-skip = إلى محتوى الصفحة
app-menu = الصفحات
app-back = رجوع
app-safe = { $safe } من { $all } في أمان
app-problem = توجد مشكلة
app-title-problem = مشكلة
app-not-done = لم يتم ذلك
app-nothing-here = لا شيء هنا
app-to-today = إلى صفحة اليوم
app-locked = هذه الصفحة مقفلة
app-locked-how = افتحوا العنوان الذي عرضه Doorstep عند بدئه: فيه المفتاح.
app-you = أنتم
app-somebody = شخص ما
app-or = أو

### الانضمام
app-join-title = الانضمام إلى مشروع
app-join-what = أعطاكم من ينسّق المشروع دعوة. تحتاجون الآن إلى اتصال؛ وبعد ذلك يمكن العمل بدونه.
app-invite = الدعوة
app-invite-hint = نص طويل يبدأ بكلمة DOORSTEP
app-join = انضمام
app-joined = أنتم الآن في المشروع { $project }.

### اليوم
app-today = اليوم
app-next-door = الباب التالي
app-go-to-door = إلى هذا الباب
app-then = وبعده
app-no-doors = لا أبواب على هذا الهاتف بعد. تصل عند الإرسال والجلب، أو أضيفوا بابًا.
app-all-doors-done = طُرقت كل الأبواب. شكرًا لكم.
app-progress = إلى أين وصلنا
app-progress-doors = طُرق { $done } من { $all } من الأبواب، وجرى حديث عند { $talked }.
app-not-finished = لم تكتمل
app-saved-at = محفوظة على هذا الهاتف { $when }
app-more = المزيد

### الأبواب
app-doors = الأبواب
app-no-door = بلا باب
app-no-area = بلا منطقة
app-not-knocked = لم يُطرق بعد
app-add-door = إضافة باب
app-address = العنوان
app-address-hint = كما يُكتب على ظرف، دون اسم المدينة
app-entry-note = كيفية الدخول
app-entry-note-hint = جرس، باب جانبي، كلب. لا شيء عن الأشخاص.
app-area = المنطقة
app-door-added = أُضيف الباب.
app-what-happened = ماذا حدث؟
app-history = حتى الآن
app-no-knocks = لم يطرق أحد هنا في هذه الجولة.
app-unknown-outcome = شيء لا تعرف هذه النسخة له كلمة
app-knock-saved = حُفظ: { $what }.
app-never-again = لا تطرقوا هنا أبدًا بعد اليوم: طُلب منا ذلك.

### بيت واحد بعنوانين
app-maybe-same = { $count ->
    [zero] لا أبواب قد تكون للبيت نفسه
    [one] بابان قد يكونان للبيت نفسه
    [two] زوجان من الأبواب قد يكون كلٌّ منهما لبيت واحد
    [few] { $count } أزواج من الأبواب قد يكون كلٌّ منها لبيت واحد
    [many] { $count } زوجًا من الأبواب قد يكون كلٌّ منها لبيت واحد
   *[other] { $count } زوج من الأبواب قد يكون كلٌّ منها لبيت واحد
}
app-same-home-title = هل هو البيت نفسه؟
app-same-home-how = يبدو العنوانان لبيت واحد. لا يضيع شيء في الحالين، ويمكن تغيير ذلك لاحقًا.
app-same-home = نعم، البيت نفسه
app-two-homes = لا، بيتان
app-linked = رُبطا. يُظهر كلٌّ منهما ما حدث عند الآخر.
app-kept-apart = بقيا منفصلين.
app-no-maybe-same = لا يوجد بابان يبدوان لبيت واحد.
app-also-known-as = يُعرف أيضًا باسم
app-also-known-as-how = وجد أحدهم أنه البيت نفسه. ما حدث عند أيٍّ منهما يظهر عند الاثنين.

### العودة
app-when-again = متى نعود؟
app-morning = صباحًا
app-afternoon = بعد الظهر
app-evening = مساءً
app-tomorrow = غدًا
app-no-time-said = لم يحددوا وقتًا
app-keep = حفظ
app-come-back-on = نعود { $when }
app-call-backs = طلبوا أن نعود
app-undo-knock = التراجع عن هذا
app-knock-undone = تم التراجع. لم يعد يُحسب.

### دور من هذا الباب
app-take-doors = تولّي أبواب
app-take-which-area = في أي منطقة؟
app-take-how = يرى الآخرون أن هذه الأبواب لكم. يمكن إعادتها في أي وقت.
app-take-which = أي أبواب؟
app-take-all-free = { $count ->
    [zero] لا باب هنا بلا متولٍّ
    [one] الباب الوحيد هنا الذي ليس لأحد
    [two] البابان هنا اللذان ليسا لأحد
    [few] كل الأبواب هنا التي ليست لأحد، وهي { $count } أبواب
    [many] كل الأبواب هنا التي ليست لأحد، وهي { $count } بابًا
   *[other] كل الأبواب هنا التي ليست لأحد، وهي { $count } باب
}
app-take-none-chosen = اختاروا بابًا واحدًا على الأقل
app-take-until = حتى متى؟
app-until-today = نهاية اليوم
app-until-sunday = نهاية يوم الأحد
app-until-fortnight = أسبوعان من اليوم
app-no-free-doors = كل باب هنا له من يتولاه.
app-doors-taken = { $count ->
    [zero] لم يصبح أي باب لكم.
    [one] باب واحد لكم الآن.
    [two] بابان لكم الآن.
    [few] { $count } أبواب لكم الآن.
    [many] { $count } بابًا لكم الآن.
   *[other] { $count } باب لكم الآن.
}
app-yours-until = لكم حتى { $day }
app-taken-until = محجوز حتى { $day }
app-whose-turn = لمن هذا الباب؟
app-yours-until-long = لكم حتى { $day }.
app-others-until = تولّاه شخص آخر ({ $who }) حتى { $day }.
app-both-took = تولّيتماه دون أن يعلم أحدكما بالآخر. تحدّثا معًا، وليُعِده أحدكما.
app-nobodys-turn = لم يتولَّ أحد هذا الباب.
app-take-until-sunday = تولّيه حتى الأحد
app-give-back = إعادته
app-give-all-back = إعادتها كلها
app-given-back = أُعيدت. يمكن لغيركم تولّي ما كان لكم.
app-my-doors = أبوابي حتى { $day }
app-my-doors-done = طُرق { $done } من { $all }.
app-day-1 = الإثنين
app-day-2 = الثلاثاء
app-day-3 = الأربعاء
app-day-4 = الخميس
app-day-5 = الجمعة
app-day-6 = السبت
app-day-7 = الأحد

### المقابلة
app-interview = المقابلة
app-interviews = المقابلات
app-begin = البدء: { $name }
app-no-forms = لا استبيان على هذا الهاتف بعد. يصل عند الإرسال والجلب.
app-go-on = متابعة
app-next = التالي
app-page-of = صفحة { $page } من { $pages }
app-questions-here = الأسئلة
app-asked-in = تُطرح الأسئلة بـ
app-unchecked = لم يراجع هذه الكلمات بعدُ أحد يتكلم هذه اللغة. قولوا لنا إن صعُب فهم شيء منها.
app-leave = التوقف هنا: كل شيء محفوظ
app-left = محفوظة لوقت لاحق
app-left-kept = كل إجابة محفوظة على هذا الهاتف. تابعوا متى شئتم.
app-discard = التخلي عن هذه المقابلة
app-discard-what = تُحذف كل إجاباتها من هذا الهاتف، وليست عند أحد غيره.
app-discard-now = التخلي عنها
app-discarded = تم التخلي عن المقابلة.
app-choose-any = اختاروا كل ما ينطبق
app-put-in-order = أعطوا كلًّا منها ترتيبًا؛ 1 هو الأول
app-no-choices = لا شيء يُختار منه هنا.
app-clear = حذف الإجابة
app-tick = نعم، تم
app-how-picture = التقطوا صورة أو اختاروا واحدة. تُحفظ الصورة وحدها: لا مكان ولا وقت ولا اسم هاتف.
app-how-signature = اطلبوا التوقيع على ورقة والتقطوا صورتها، أو اختاروا صورة توقيع.
app-sign-here = وقّعوا هنا
app-draw-here = ارسموا هنا
app-sign-again = من جديد
app-how-drawing = ارسموا على ورقة والتقطوا صورتها، أو اختاروا صورة.
app-how-sound = سجّلوا بمسجّل الهاتف، أو اختاروا تسجيلًا.
app-how-film = صوّروا فيلمًا أو اختاروا واحدًا.
app-how-file = اختاروا ملفًا لا يتجاوز 16 ميغابايت.
app-picture-attached = الصورة الملتقطة
app-sound-attached = التسجيل
app-file-attached = يوجد ملف مرفق.
app-file-look = عرضه
app-file-take-out = إزالته
app-how-place = خط العرض وخط الطول وبينهما مسافة، مثل 51.5 -0.12
app-how-places = خط العرض وخط الطول وبينهما مسافة، وفاصلة منقوطة بعد كل مكان
app-another-title = واحد آخر؟
app-so-many = { $count ->
    [0] لا شيء حتى الآن.
    [one] واحد حتى الآن.
    [two] اثنان حتى الآن.
   *[other] { $count } حتى الآن.
}
app-add-another = إضافة آخر
app-no-more = لا مزيد، متابعة
app-remove-last = إزالة الأخير
app-needs-answer = هذا السؤال يحتاج إلى إجابة
app-cannot-be-right = لا يمكن أن تكون هذه الإجابة صحيحة
app-unfit-whole-number = اكتبوا عددًا صحيحًا، مثل 4
app-unfit-number = اكتبوا عددًا، مثل 4.5
app-unfit-day = اختاروا يومًا
app-unfit-time = اكتبوا وقتًا، مثل 14:30
app-unfit-moment = اختاروا يومًا ووقتًا
app-unfit-place = اكتبوا خط العرض وخط الطول، مثل 51.5 -0.12
app-unfit-places = اكتبوا الأماكن وبينها فواصل منقوطة
app-unfit-choice = اختاروا مما هو معروض

### المراجعة والإنهاء
app-review = مراجعة الإجابات
app-review-how = اقرؤوها مرة أخرى إن سمح الوقت. لا يزال بالإمكان تغيير كل إجابة.
app-review-lacking = قبل الإنهاء أصلحوا ما هو مُعلَّم.
app-change = تغيير
app-finish = إنهاء
app-finished = انتهت وحُفظت على هذا الهاتف.

### المقابلات المنتهية
app-no-interviews = لم تنتهِ أي مقابلة بعد.
app-finished-at = انتهت { $when }
app-changes = ما تغيّر
app-no-changes = لم يتغيّر شيء منذ ذلك الحين.
app-files = الصور والملفات
app-file-locked = ملف مقفل: للمنسّقين وحدهم
app-file-missing = لم يصل بعد
app-file-incomplete = وصل بعضه
app-file-pieces = { $pieces } من { $all } من الأجزاء
app-file-replaced = استُبدل منذ ذلك الحين
app-change-title = تغيير إجابة
app-reason = لماذا تُغيَّر؟
app-reason-hint = مثلًا: عاودت الاتصال بنا. دون أسماء.
app-reason-missing = قولوا لماذا تُغيَّر
app-save-change = حفظ التغيير
app-change-saved = حُفظ التغيير على هذا الهاتف.

### إجابتان
app-two-answers = إجابتان
app-two-answers-how = لكلٍّ من هذه الأسئلة إجابتان. تبقى الاثنتان حتى يقرّر أحد.
app-which-is-right = أُعطيت إجابتان: أيهما الصحيحة؟
app-ask-again = لا أحد يعلم: يُسأل مرة أخرى
app-ask-again-tag = يُسأل مرة أخرى
app-both-right = كلتاهما كانت صحيحة في وقتها؛ والتي اخترتُها هي المحسوبة الآن
app-other-right = إجابة أخرى هي الصحيحة
app-right-answer = الإجابة الصحيحة
app-choose-one = اختاروا واحدة منها
app-decided = تقرّر
app-on-to-decide = أسئلة أخرى لها إجابتان
app-show-interview = عرض المقابلة
app-undo = التراجع عن هذا القرار

### الإرسال
app-send = إرسال
app-send-now = الإرسال والجلب الآن
app-send-without-files = الإرسال دون صور وملفات
app-files-only-here = صور وملفات على هذا الهاتف وحده
app-files-coming = صور وملفات لم تصل بعد
app-files-refused = { $count ->
    [zero] لا صور ولا ملفات بقيت هنا لضيق المكان.
    [one] لا مكان على الخادم لصورة واحدة أو ملف واحد؛ يبقى هنا. أخبروا من ينسّق المشروع.
    [two] لا مكان على الخادم لصورتين أو ملفين؛ يبقيان هنا. أخبروا من ينسّق المشروع.
    [few] لا مكان على الخادم لـ { $count } صور وملفات؛ تبقى هنا. أخبروا من ينسّق المشروع.
   *[other] لا مكان على الخادم لـ { $count } من الصور والملفات؛ تبقى هنا. أخبروا من ينسّق المشروع.
}
app-send-what = يسلّم ما هو هنا وحده، ويجلب ما أرسله الآخرون. يمكن متابعة العمل إن لم ينجح.
app-never-sent = لم يُرسل هذا الهاتف شيئًا قط: لا دليل على وجود شيء منه في مكان آخر.
app-no-server = ليس للمشروع خادم بعد.
app-kept-for-later = من نسخة أحدث، محفوظ ويُمرَّر
app-waiting = ينتظر شيئًا لم يصل
app-sent = أُرسل: { $sent } من القطع الجديدة في أمان على الخادم. وجُلب: { $received }.
app-refused = { $count ->
    [zero] لم يُرفض شيء.
    [one] رُفضت قطعة واحدة؛ أخبروا من ينسّق المشروع.
    [two] رُفضت قطعتان؛ أخبروا من ينسّق المشروع.
    [few] رُفضت { $count } قطع؛ أخبروا من ينسّق المشروع.
   *[other] رُفضت { $count } قطعة؛ أخبروا من ينسّق المشروع.
}

### النتائج
app-results = النتائج حتى الآن
app-whole-result = عرض النتيجة كاملة
app-results-here = محسوبة مما على هذا الهاتف؛ أرسلوا واجلبوا للحصول على الأحدث.

### الإعدادات
app-settings = الإعدادات
app-settings-language = يمكن تغيير اللغة في أسفل كل صفحة. وللاستبيان لغاته على كل صفحة من صفحاته.
app-about = عن هذا الهاتف
app-project = المشروع
app-you-are = دوركم
app-server = الخادم
app-this-phone = هذا الهاتف
app-version = النسخة
app-files-when = متى تُرسل معها؟
app-files-always = مع كل إرسال
app-files-never = أبدًا: الإجابات وحدها
app-files-keep = حفظ هذا الاختيار
app-files-set = حُفظ.
app-where-kept = أين تُحفظ الإجابات
app-where-kept-what = تكون كل إجابة على ذاكرة هذا الهاتف قبل أن تظهر الصفحة التالية. وتصبح في مأمن من ضياع الهاتف متى قالت صفحة الإرسال ذلك.
app-role-coordinator = منسّق
app-role-researcher = متطوّع
app-role-resident = ساكن
app-role-manager = مدير
app-role-councillor = عضو المجلس
app-role-server = خادم
app-role-unknown = ليس عضوًا بعد

### ما لم ينجح
problem-bad-invite = هذه ليست دعوة، أو ينقصها جزء. انسخوا النص كله مرة أخرى.
problem-invite-used = استعمل هاتف آخر هذه الدعوة. اطلبوا دعوة جديدة.
problem-invite-expired = هذه الدعوة قديمة. اطلبوا دعوة جديدة.
problem-invite-unknown = لا يعرف الخادم هذه الدعوة بعد. اطلبوا ممن ينسّق المشروع أن يُرسل أولًا.
problem-no-answer = لم يُجب الخادم. كل شيء محفوظ على هذا الهاتف: حاولوا لاحقًا.
problem-unknown-host = لا اتصال بالخادم. كل شيء محفوظ على هذا الهاتف: حاولوا لاحقًا.
problem-no-socket = لا اتصال. كل شيء محفوظ على هذا الهاتف: حاولوا لاحقًا.
problem-connection-lost = انقطع الاتصال. ما وصل في أمان؛ حاولوا مرة أخرى للباقي.
problem-wrong-server-key = هذا ليس خادمنا: مفتاحه غير مفتاحنا. لم يُرسل شيء. أخبروا من ينسّق المشروع.
problem-disk-full = هذا الهاتف ممتلئ. أفسحوا مكانًا وحاولوا مرة أخرى؛ ما حُفظ من قبل باقٍ.
problem-not-permitted = دوركم أو منطقتكم لا يسمح بذلك.
problem-decide-first = لهذا السؤال إجابتان: قرّروا أولًا أيهما الصحيحة.
problem-nothing-to-decide = لم يعد هنا ما يُقرَّر.
problem-nothing-decided = لم يُقرَّر شيء في هذا السؤال.
problem-bad-text = اكتبوا شيئًا هنا، دون إطالة.
problem-too-long = هذا طويل جدًّا.
problem-bad-id = لا شيء تحت هذا العنوان.
problem-unknown-record = هذا ليس على هذا الهاتف.
problem-unknown-draft = هذه المقابلة ليست جارية على هذا الهاتف: انتهت أو تم التخلي عنها.
problem-unknown-form = هذا الاستبيان ليس على هذا الهاتف بعد. أرسلوا واجلبوا أولًا.
problem-bad-picture = لا يمكن حفظ هذه الصورة: تُقبل صور JPEG وPNG وحدها.
problem-file-empty = هذا الملف فارغ.
problem-file-too-long = هذا الملف كبير جدًّا: 16 ميغابايت على الأكثر.
problem-too-many-files = في هذه المقابلة أكثر ما يمكن من الملفات.
problem-file-not-here = لم يصل كله إلى هذا الهاتف بعد. أرسلوا واجلبوا أولًا.
problem-not-agreed = لم يوافق المُجيب على ذلك: أزيلوه، أو اسألوه مرة أخرى.

### من يسكن هنا
margins-title = من يسكن هنا
margins-what = حين يُعرف عدد السكان هنا في كل مجموعة تُعدَّل النتائج بحسبه، وتقول صفحة النتائج من لم يُسمع صوته.
margins-none = لا يُعرف شيء بعد عمّن يسكن هنا.
margins-adjusted = ما ينتج عن التعديل
margins-worth = { $interviews } من المقابلات تساوي { $worth } من المقابلات المتساوية الوزن.
margins-not-adjusted = لم يُعدَّل شيء بعد.
margins-set-title = تحديد من يسكن هنا
margins-set = سطر لكل مجموعة: question,choice,count
margins-set-hint = السطر الأول هو “question,choice,count”. أعداد من الناس، أو نسب مثل 23.5%. ويُستبدل ما حُدّد من قبل.
margins-keep = حفظ
margins-kept = حُفظ. تُعدَّل النتائج بحسبه من الآن.
margins-remove = إيقاف التعديل
margins-removed = لم تعد النتائج تُعدَّل.

### ما قد يودّ المنسّق النظر فيه
check-title = يستحق النظر
check-what = { $count ->
    [zero] لم يُنظر في أي مقابلة من هذه الجولة.
    [one] نُظر في مقابلة واحدة من هذه الجولة.
    [two] نُظر في مقابلتين من هذه الجولة.
    [few] نُظر في { $count } مقابلات من هذه الجولة.
   *[other] نُظر في { $count } مقابلة من هذه الجولة.
} هذه قائمة للنظر لا حُكم: لا يُستبعد شيء من تلقاء نفسه.
check-nothing = لا شيء لافت.
check-interviews = المقابلات
check-volunteers = المتطوّعون
check-volunteers-how = يُذكرون حين تختلف مقابلات أحدهم عن المتطوّع الأوسط أكثر بكثير مما يختلف المتطوّعون عادة (درجة z معدّلة فوق 3.5، وخمس مقابلات لكلٍّ على الأقل). وقد تكون لذلك أسباب وجيهة.
check-targets = من لا يزال ناقصًا
check-target = { $heard } من { $wanted }: { $more } بعد
check-target-met = { $heard } من { $wanted }: يكفي
check-short = استغرقت { $took } دقيقة؛ وغيرها يستغرق عادة { $usual }.
check-straight-lined = كل الإجابات على المقاييس، وعددها { $count }، متشابهة.
check-no-words = تُركت كل الأسئلة المفتوحة، وعددها { $count }، فارغة.
check-habit-length = المدة المعتادة { $value } دقيقة؛ وعند غيرهم { $usual }.
check-habit-straight-lined = في { $value } من المقابلات الإجابة نفسها على كل مقياس؛ وعند غيرهم { $usual }.
check-habit-unanswered = { $value } من الأسئلة بلا إجابة؛ وعند غيرهم { $usual }.

### ما اتُّفق عليه من معايير
criterion-title = ما اتفقنا عليه
criterion-what = قبل السؤال كيف تسير الأمور يتفق الناس على ما هو الجيّد. ويقف ذلك بجانب الإجابات في النتيجة.
criterion-none = لم يُكتب شيء بعد.
criterion-two = صيغتان: اكتبوا واحدة لتقرّروا
criterion-write = كتابته
criterion-write-what = ما يُترك فارغًا يبقى كما هو.
criterion-code = اسمه القصير كما يكتبه الاستبيان
criterion-name = اسمه
criterion-good = كيف يكون حين يكون جيّدًا
criterion-agreed-by = من اتفق على ذلك
criterion-agreed-on = متى
criterion-owner = من المسؤول عنه
criterion-own-figure = الرقم الذي لدى الخدمة نفسها
criterion-team-importance = الإجابة المتفق عليها لدى الخدمة: كم يهمّ، بالنقاط
criterion-team-satisfaction = الإجابة المتفق عليها لدى الخدمة: كيف يسير، بالنقاط
criterion-bad-points = النقاط عدد صحيح، مثل 4.
criterion-keep = حفظ
criterion-kept = حُفظ.
### ابتداءً من كم إجابة تُعرض الأرقام
thresholds-title = ما هو أقل من أن يُعرض
thresholds-what = الرقم القائم على إجابات قليلة جدًّا قد يكشف من أعطاها. فلا يُعرض، لا هنا ولا في أي مكان آخر.
thresholds-inside = للمتطوّعين والمنسّقين: الأرقام ابتداءً من هذا العدد من الإجابات
thresholds-outside = لكل من سواهم: الأرقام ابتداءً من هذا العدد من الإجابات
thresholds-set = طلب أكثر
thresholds-least = { $least } على الأقل.
thresholds-blur = تمويه الأرقام لكل من سواهم: قد يختلف كل رقم بشخص أو شخصين، وبالمقدار نفسه دائمًا للأشخاص أنفسهم
thresholds-blurred = الأرقام لكل من سواهم مموّهة: قد يختلف كل رقم بشخص أو شخصين.
thresholds-keep = حفظ
thresholds-kept = حُفظ. يسري من الآن.
thresholds-wrong = اكتبوا أعدادًا صحيحة لا تقل عن الحد المطلوب ولا تزيد على { $most }.

### ما قالته المجموعات
by-group-title = ما قالته المجموعات، بجانب الجميع
by-group-what = لكل سؤال تُقارَن مجموعاته بمن يسكن هنا: كم سُمع من كل مجموعة، وأي نسبة منها اختارت الإجابات العليا. وبين قوسين ما قد تفعله المصادفة وحدها. ولا تُعرض المجموعات التي إجاباتها قليلة جدًّا.
by-group-none = لا استبيان هنا يسأل إلى أي مجموعة ينتمي الناس.
by-group-heard = { $count ->
    [zero] لا مقابلات
    [one] مقابلة واحدة
    [two] مقابلتان
    [few] { $count } مقابلات
   *[other] { $count } مقابلة
 }
by-group-few = أقل من أن يُعرض عددهم.
by-group-share = { $share } (من { $low } إلى { $high })
by-group-everybody = الجميع: { $share }
