//! Rights as planning enforces them, against a model of thirty lines that knows nothing of the table.

use super::*;
use crate::ids::GrantId;
use crate::member::Access;

/// Who may do what where, in the words of the design: by the numbers of roles and classes, custody and what is to be written.
fn model(role: u8, custody: u8, class: u8, what: What) -> bool {
    let (coordinator, researcher, resident, server) = (role == 1, role == 2, role == 3, role == 6);
    let (membership, project, field, sealed, deliberation, person) =
        (class == 1, class == 2, class == 3, class == 4, class == 5, class == 7);
    let on_device = custody == 1;
    let in_browser = custody == 2;
    if !(on_device || in_browser) {
        return false;
    }
    let collects = (field || sealed || person) && on_device && (coordinator || researcher);
    let deliberates = deliberation && (coordinator || researcher || resident);
    match what {
        What::Read if membership || project || class == 6 => (1..=6).contains(&role),
        What::Read if field => coordinator || researcher || server,
        What::Read if sealed || person => on_device && (coordinator || (researcher && sealed)),
        What::Carry if sealed || person => server || model(role, custody, class, What::Read),
        What::Carry => model(role, custody, class, What::Read),
        What::Read => deliberation && (coordinator || researcher || resident || server),
        What::Open if membership => on_device && (coordinator || server),
        What::Open if project => on_device && coordinator,
        What::Open if class == 6 => on_device && server,
        What::Open => collects || deliberates,
        What::Answer => field && collects,
        What::Decide => field && collects,
        What::LeaveOut => field && on_device && coordinator,
        What::Quote => deliberation && on_device && coordinator,
        What::Statement => deliberates,
    }
}

/// What somebody tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Read,
    Carry,
    Open,
    Answer,
    Decide,
    LeaveOut,
    Quote,
    Statement,
}

const TRIED: [What; 8] =
    [What::Read, What::Carry, What::Open, What::Answer, What::Decide, What::LeaveOut, What::Quote, What::Statement];

/// A device with a grant of this role over everything of this class, and the replica that knows of it.
fn granted(role: u8, custody: u8, pattern: ScopePattern) -> (Replica, Writer, GrantId) {
    let mut alice = Writer::new(2);
    let recovery = Keypair::from_seed([1; 32]);
    let founding = FoundingAct::new("Larkfield", &recovery, alice.key.public(), NOW, &mut alice.rng).unwrap();
    let mut replica = Replica::new(&founding);
    let somebody = Writer::new(4);
    let (device, member) = (somebody.key.public(), MemberId([4; 16]));
    let deed = Deed::Grant { member, device, role, patterns: vec![pattern], custody };
    let act = Unsigned::act(Act { heads: vec![], deed }.to_bytes());
    let scope = Scope::whole(Class::Membership);
    for run in alice.write(&Arc::clone(&replica.membership), scope, founding.grant().id, vec![act]) {
        assert_eq!(replica.receive(&run), []);
    }
    let grant = replica.membership.all_grants_of(&device).next().unwrap().id;
    (replica, somebody, grant)
}

/// Whether an attempt is taken: planned from received bytes, as everywhere.
fn is_taken(replica: &mut Replica, writer: &mut Writer, grant: GrantId, scope: Scope, what: What) -> bool {
    let (kind, values) = match what {
        What::Read => return replica.membership.readable_by(&writer.key.public()).covers(&scope),
        What::Carry => return replica.membership.carried_by(&writer.key.public()).covers(&scope),
        What::Open => return opens(replica, writer, grant, scope),
        What::Answer => (DocKind::Response, vec![("a/age", "41")]),
        What::Decide => (DocKind::Response, vec![("s/age/00000000000000000000000000000001", "x")]),
        What::LeaveOut => (DocKind::Response, vec![("x/00000000000000000000000000000001", "made up")]),
        What::Quote => (DocKind::Quote, vec![("text", "The lime trees")]),
        What::Statement => (DocKind::Statement, vec![("text", "The stairs are dark")]),
    };
    let doc = DocId([0x40; 16]);
    let author = Author { project: replica.membership.project(), key: &writer.key, incarnation: Incarnation([7; 8]) };
    let actor = actor_of(author.opening(scope, grant).log(author.project), doc);
    let values = values.into_iter().map(|(key, text)| (key.to_owned(), text.into())).collect();
    let changes = Document::first(actor, &values).unwrap().into_iter();
    let unsigned = changes.map(|change| Unsigned::change(kind, doc, change.into_body())).collect();
    let runs = writer.write(&Arc::clone(&replica.membership), scope, grant, unsigned);
    runs.iter().all(|run| replica.receive(run).is_empty())
}

fn opens(replica: &mut Replica, writer: &mut Writer, grant: GrantId, scope: Scope) -> bool {
    let opened = writer.write(&Arc::clone(&replica.membership), scope, grant, vec![]);
    replica.receive(&opened[0]).is_empty()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_taken_and_what_is_read_is_what_the_model_allows(
        role in 0..9_u8,
        custody in 0..4_u8,
        class in proptest::sample::select(Class::ALL.to_vec()),
        what in proptest::sample::select(TRIED.to_vec()),
    ) {
        let (mut replica, mut somebody, grant) = granted(role, custody, ScopePattern::all_of(class));
        let expected = model(role, custody, class.number(), what);
        let taken = is_taken(&mut replica, &mut somebody, grant, Scope::whole(class), what);
        prop_assert_eq!(taken, expected, "role {} custody {} class {:?} {:?}", role, custody, class, what);
        // A grant for one class gives nothing in any other.
        let (mut replica, mut somebody, grant) = granted(role, custody, ScopePattern::all_of(class));
        for other in Class::ALL.into_iter().filter(|other| *other != class) {
            prop_assert!(!is_taken(&mut replica, &mut somebody, grant, Scope::whole(other), What::Read));
            prop_assert!(!is_taken(&mut replica, &mut somebody, grant, Scope::whole(other), What::Carry));
            prop_assert!(!opens(&mut replica, &mut somebody, grant, Scope::whole(other)));
        }
    }
}

#[test]
fn only_a_coordinators_own_key_hands_anything_on() {
    for (role, custody, expected) in [(1, 1, true), (1, 2, false), (2, 1, false), (7, 1, false)] {
        let (replica, somebody, _) = granted(role, custody, ScopePattern::all_of(Class::Field));
        let scopes = replica.membership.scopes_for(&somebody.key.public(), Access::Export);
        assert_eq!(scopes.covers(&FIELD), expected, "role {role} custody {custody}");
    }
}
