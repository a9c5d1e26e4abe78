# Released results of several projects beside each other.

compare-title = نتائج عدة مشاريع
compare-lead = لا يوضع جنبًا إلى جنب إلا ما سُئل بالكلمات نفسها. والأرقام بين القوسين تبيّن إلى أي حد قد تبلغ الصدفة وحدها. والمشاريع ليست مرتبة حسب الأفضلية.
compare-alike = سُئل بالكلمات نفسها
compare-none = لم يُسأل شيء بالكلمات نفسها.
compare-top = نسبة أعلى الإجابات
compare-project = المشروع
compare-share = النسبة
compare-difference = الفرق عن الأول
compare-between = { $share } % (من { $low } إلى { $high } %)، الإجابات: { $count }
compare-above = { $points } نقطة (من { $low } إلى { $high })
compare-not-clear = لا فرق واضح: { $points } نقطة (من { $low } إلى { $high })
compare-hidden = غير معروض، أو لم يُسأل بهذه الكلمات
compare-apart = بلا مقارنة
compare-why-words = سُئل بكلمات أخرى
compare-why-reworded = سُئل بعدة صيغ في مشروع واحد
compare-why-unknown = كلماته غير معروفة
compare-why-about = الكلمات نفسها عن شيء آخر
compare-why-several = لعدة أسئلة هذه الكلمات
compare-what = ضعوا نتيجة منشورة لمشروع آخر بجانب نتيجة لكم: لا يقارَن إلا ما سُئل بالكلمات نفسها.
compare-save = حفظ للمقارنة مع مشاريع أخرى
compare-file = ملف المشروع الآخر
compare-show = مقارنة
compare-no-file = اختاروا ملفًا أولًا.
compare-none-here = لا توجد هنا نتيجة منشورة تُعرف كلماتها.
