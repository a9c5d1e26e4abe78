# كلمات النقل من الورق. لم يراجعها بعدُ أحدٌ لغته الأم العربية.
paper-title = النقل من الورق
paper-which = أي استبيان هو؟
paper-asked-on = في أي يوم طُرحت الأسئلة؟
paper-begin = بدء النقل
paper-how = اكتبوا رقم الاختيار، أو ما هو مكتوب. مفتاح الإدخال يحفظه وينتقل إلى السطر الفارغ التالي.
paper-save = حفظ ومتابعة
paper-required = (مطلوب)
paper-several = أكثر من واحد: أرقام بينها مسافات.
paper-ranked = بالترتيب: الأرقام من الأول إلى الأخير.
paper-bad-number = اكتبوا رقمًا من 1 إلى { $most }.
paper-file = صورة أو ملف: أضيفوه على صفحة المقابلة.
paper-elsewhere = أجيبوا عن هذا على صفحته.
paper-one-by-one = سؤالًا سؤالًا
paper-typed-in = نُقلت من الورق.
paper-typed-in-of = نُقلت من ورق بتاريخ { $day }.
problem-bad-day = اكتبوا يومًا ليس بعد اليوم.
