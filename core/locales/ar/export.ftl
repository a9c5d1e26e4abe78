# ملفات لأدوات أخرى: ماذا تعني أعدادها وعلاماتها، والصفحة التي تُصنع فيها. لم يراجعها بعدُ أحدٌ لغته الأم العربية.

export-refused = يفضّل عدم القول
export-dont-know = لا يعرف
export-does-not-apply = لا ينطبق: لم يسأل الاستبيان ذلك، أو لا تجربة للمُجيب فيه
export-empty = تُرك فارغًا، أو قيد المراجعة، أو مُحتجز: لم يوافق المُجيب، أو يجب أن يقرأه المنسّق أولًا
export-has-issues = في العمود ReviewState: إجابتان لسؤال واحد تنتظران قرارًا؛ والخانة فارغة حتى ذلك الحين
export-flag-merged = ضُمّت إجابات متجاورة كي يُخفى أقل ما يمكن
export-flag-few = مخفيّ: أقل من { $fewest } أشخاص
export-flag-covering = مخفيّ: مع غيره يكشف عددًا صغيرًا جدًّا
export-flag-held = يُعرض عندما يجيب عدد أكبر من الناس
export-flag-alike = مخفيّ: أعطى الجميع الإجابة نفسها
export-unsaid = لا شيء من هذه، أو لم يُقل

### الصفحة التي تُصنع فيها الملفات
export-link = المقابلات والجداول ملفاتٍ لأدوات أخرى
export-title = ملفات لأدوات أخرى
export-what = ما قاله كل شخص، دون أسماء ولا أبواب ولا أي شيء يجب أن يقرأه المنسّق أولًا. من سحبوا إجاباتهم ليسوا فيه. ويُسجَّل لمن الملف كي يُخبَر من يملكه حين يُمحى شيء.
export-kind = أي ملف؟
export-kind-xlsx = Excel
export-kind-xlsx-what = الإجابات بالكلمات، مع ورقة تقول ما هو كل عمود
export-kind-csv = CSV
export-kind-csv-what = ملف zip مرتّب كملف ODK Central، للبرامج التي لديكم
export-kind-tables = جداول النتيجة
export-kind-tables-what = أرقام يجوز نشرها، ومع كلٍّ منها ما أُخفي ولماذا
export-kind-geojson = خريطة
export-kind-geojson-what = الأماكن الواردة في الإجابات، بصيغة GeoJSON؛ لكم وحدكم
export-kind-parquet = Parquet
export-kind-parquet-what = سطر لكل إجابة، لإحصاءات المسوح الكبيرة
export-kind-jsonl = كل شيء مع تاريخه
export-kind-jsonl-what = من غيّر ماذا ومتى ولماذا، بصيغة JSON Lines
export-kind-missing = قولوا أي ملف تريدون
export-others = هل تأخذه جهة أخرى؟ أيّها؟
export-others-hint = اتركوه فارغًا إن لم يكن كذلك. وإلا استُبعد من لم يوافق على المشاركة، واستُبعدت الأماكن والإجابات الحسّاسة.
export-purpose = لأي غرض؟
export-purpose-missing = قولوا لأي غرض هذا الملف
export-no-places-for-others = الأماكن عناوين: لا تأخذها جهة أخرى
export-careful = يقول هذا الملف ما أجاب به كل شخص. لا تنشروه، واحذفوه حين لا تعود إليه حاجة.
export-flag-dominated = مخفيّ: كله تقريبًا من مجموعة واحدة مخفيّة بذاتها
