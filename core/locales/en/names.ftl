# The words of what a member says of themselves.
my-name-title = My name
my-name-none = You have not said one.
my-name-link = Say or change your name
my-name-what = Your name shows coordinators who did what. It is locked: only they can open it, not other volunteers and not the server. You can leave it out.
my-name-name = Your name
my-name-reach = How to reach you
my-name-reach-hint = A phone number or an email. It may stay empty.
my-name-kept = Kept, and locked for coordinators.
my-name-take-back = Take my name back
my-name-take-back-what = It is erased everywhere once a coordinator’s phone hears of it. It is erased as well when you leave the project.
my-name-taken-back = Taken back.
