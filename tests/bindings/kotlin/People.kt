/** Who is in: invites used and taken back, a printed one with its code, another role, a lost phone, a PIN, the recovery sheet. */
import doorstep.InviteWish
import doorstep.MemberRole
import doorstep.MemberState
import doorstep.Phone
import doorstep.PhoneException
import doorstep.PhoneStanding
import doorstep.inviteAt
import doorstep.readInvite
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertTrue

suspend fun inviteAndTakeBack(town: Town) {
    val carol = town.carol
    val bob = phone(town.folder, "bob")
    val unused = carol.invite(InviteWish(role = MemberRole.RESEARCHER, areas = listOf(town.area)))
    val moved = inviteAt(unused.text, "127.0.0.2:9", "ab".repeat(32))
    assertNotEquals(unused.text, moved)
    assertEquals("Larkfield", readInvite(moved).project)
    carol.takeInviteBack(carol.openInvites().single { !it.isRecoverySheet }.invite)
    assertTrue(carol.openInvites().all { it.isRecoverySheet })
    val printed = carol.invite(InviteWish(role = MemberRole.RESEARCHER, areas = listOf(town.area), printed = true))
    carol.sync(null)
    bob.join(printed.text, null)
    assertEquals(PhoneStanding.WAITING, bob.status().standing)
    carol.sync(null)
    val waiting = carol.members().single { it.state == MemberState.WAITING }
    refused<PhoneException.Input>("wrong-code") { carol.confirmMember(waiting.device, "000000") }
    carol.confirmMember(waiting.device, waiting.code!!)
    carol.changeRole(waiting.member, MemberRole.RESIDENT, emptyList())
    carol.sync(null)
    carol.revokePhone(waiting.device)
    carol.sync(null)
    bob.close()
}

fun lockWithPin(alice: Phone) {
    refused<PhoneException.Input>("pin-too-easy") { alice.setPin("123456", null) }
    alice.setPin("294081", null)
    alice.lock()
    assertTrue(alice.pin().isLocked)
    refused<PhoneException.NotNow>("pin-needed") { alice.doors() }
    alice.unlock("294081")
    alice.removePin("294081")
    assertFalse(alice.pin().isSet)
}

suspend fun people(town: Town) {
    inviteAndTakeBack(town)
    lockWithPin(town.alice)
    val sheet = town.carol.newRecoverySheet()
    assertTrue(sheet.isRecoverySheet)
    assertTrue("<html" in town.carol.recoveryPage(sheet.text))
    assertEquals(true to false, town.carol.mayHandOn() to town.alice.mayHandOn())
}
