# The recovery sheet on paper.
recovery-title = Recovery sheet
recovery-lead = Whoever joins with this sheet becomes a coordinator of this project, once. It also opens what is locked: names, contacts, addresses.
recovery-code = The sheet’s text as a code to scan
recovery-keep-title = Keep it safe
recovery-keep-two = Print it twice and keep the two in two safe places.
recovery-keep-delete = Delete the file that you printed it from. Take no photo of it.
recovery-keep-show = Show it to nobody who is not a coordinator.
recovery-keep-lost = Lost it, or somebody saw it? Any coordinator makes a new one; this one is then worth nothing.
recovery-use-title = Use it
recovery-use-lead = When no coordinator has a phone or laptop left that works:
recovery-use-install = Install Doorstep on another laptop.
recovery-use-join = Join with the text above: scan it, or type it in. Spaces do not matter.
recovery-use-revoke = Take the rights of the lost devices back.
recovery-use-new = Make a new recovery sheet. This one is used up.
recovery-server-title = The project’s server
recovery-server-lead = It is at this address, with this key. If it has moved, give its new address and key when you join; it prints both when it starts.
recovery-server-none = The project had no server when this sheet was made. Give its address and its key when you join; it prints both when it starts.
