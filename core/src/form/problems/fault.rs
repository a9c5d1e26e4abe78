//! Every fault a form can have, in one table: code, severity, what is wrong, what to do.
//!
//! The codes are stable: programs may match on them, so a code is never given to another fault. Where a fault stands in
//! the file is told by its [`Place`](super::Place).

use super::Severity;

macro_rules! faults {
    ($( $name:ident $({ $($field:ident),+ })? $code:literal $severity:ident $message:literal $mend:literal )+) => {
        /// What is wrong with a form.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Fault {
            $(
                #[doc = $message]
                $name $({ $(
                    #[doc = concat!("What stands for `", stringify!($field), "` in the sentence.")]
                    $field: String
                ),+ })?
            ),+
        }

        impl Fault {
            /// The stable code.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => $code ),+ }
            }

            /// Whether a form with this fault can be used.
            pub const fn severity(&self) -> Severity {
                match self { $( Self::$name { .. } => Severity::$severity ),+ }
            }

            /// What is wrong: a sentence without full stop.
            #[allow(unused_variables, reason = "not every field is named in both sentences")]
            pub fn message(&self) -> String {
                match self { $( Self::$name $({ $($field),+ })? => format!($message) ),+ }
            }

            /// What to do about it: one or two whole sentences.
            #[allow(unused_variables, reason = "not every field is named in both sentences")]
            pub fn mend(&self) -> String {
                match self { $( Self::$name $({ $($field),+ })? => format!($mend) ),+ }
            }

            /// Every code, for documentation and tests.
            #[cfg(test)]
            const CODES: &[&str] = &[$($code),+];
        }
    };
}

faults! {
    // The file.
    Empty "file-empty" Error
        "the file holds nothing" "Choose the file again; a copy may have been cut short."
    UnknownFormat "file-unknown" Error
        "this is neither an Excel workbook (.xlsx, .xls) nor a table as text (.csv, .md)" "Save the form as .xlsx and import that."
    Damaged { why } "file-damaged" Error
        "the file is damaged: {why}" "Open it in a spreadsheet program, save it again and import the new file."
    Encrypted "file-encrypted" Error
        "the workbook is protected by a password" "Save it without a password."
    FileTooLarge { limit } "file-too-large" Error
        "the file is larger than {limit}" "Take pictures and unused sheets out of the workbook."
    ExpandsTooFar { limit } "file-expands" Error
        "the file unpacks to more than {limit}" "Take unused sheets, rows and formats out of the workbook."
    TooManySheets { limit } "too-many-sheets" Error
        "the workbook has more than {limit} sheets" "Take out the sheets that are not part of the form."
    TooManyRows { limit } "too-many-rows" Error
        "the sheet has more than {limit} filled rows" "Move long choice lists to a CSV file and use select_one_from_file."
    TooManyCells { limit } "too-many-cells" Error
        "the sheet has more than {limit} filled cells" "Move long choice lists to a CSV file and use select_one_from_file."
    TooManyColumns { limit } "too-many-columns" Error
        "the sheet has more than {limit} columns" "Take out the columns that are not used."
    CellTooLong { limit } "cell-too-long" Error
        "the cell holds more than {limit} characters" "Split the text, or move part of it to another question."
    FormTooLarge { limit } "form-too-large" Error
        "the form takes more than {limit} when it is stored" "Move long choice lists to a CSV file and use select_one_from_file."
    TooDeep { limit } "too-deep" Error
        "groups stand inside each other more than {limit} deep" "Close groups earlier."

    // Sheets and columns.
    NoSurvey { found } "no-survey" Error
        "there is no sheet named survey; the sheets are: {found}" "Name the sheet with the questions survey."
    NoQuestions "no-questions" Error
        "the survey sheet holds no question" "Add a row with a type and a name."
    MissingSheet { sheet, found } "missing-sheet" Error
        "a sheet named {sheet} is needed and there is none; the sheets are: {found}" "Add the sheet {sheet} with the columns list_name, name and label."
    MissingColumn { column } "missing-column" Error
        "the sheet has no column {column}" "Add the column {column}; check how the headers are spelled."
    TwiceTheColumn { first } "column-twice" Error
        "this column means the same as the column {first}" "Keep one of the two."
    LikelyMisspelled { column } "column-misspelled" Warning
        "this column is unknown and ignored" "If {column} was meant, correct the header."
    UnknownEvaluationColumn "evaluation-column" Warning
        "this evaluation column is unknown and ignored" "Use criterion, measure, perspective, theme, stage, sealed, sensitive, review, margin or consent in survey, points or missing in choices."
    UnknownEntityColumn "entity-column" Error
        "this column does not belong in the entities sheet" "Use list_name, label, entity_id, create_if, update_if or repeat."
    FilterColumnName "filter-column-name" Warning
        "choice filters cannot use this column, because its header is not a plain name" "Use letters, digits, hyphen, underscore and no space."

    // Rows and names.
    NoType "no-type" Error
        "the row has no type" "Say in the type column what the question asks for, for example text or select_one list."
    IgnoredRow "row-ignored" Warning
        "the row has neither type nor name and is ignored" "Delete it, or fill in type and name."
    UnknownType { similar } "unknown-type" Error
        "this type of question is unknown" "{similar}"
    UnsupportedType { kind } "unsupported-type" Error
        "questions of the type {kind} cannot be run here" "Use another type, or take the question out."
    NoName "no-name" Error
        "the row has no name" "Give it a short name that begins with a letter."
    BadName "bad-name" Error
        "this is not a usable name" "Begin with a letter or underscore; then letters, digits, hyphens, underscores and full stops, without spaces."
    ReservedName "reserved-name" Error
        "the name meta is kept for the form's own records" "Choose another name."
    NameTwice { row } "name-twice" Error
        "row {row} in the same group has this name already" "Give one of them another name, also where expressions refer to it."
    NameTwiceByCase { row } "name-twice-by-case" Warning
        "the name differs from that in row {row} only in upper and lower case" "Some tools confuse the two; better choose another name."
    RepeatNameTwice { row } "repeat-name-twice" Error
        "the repeat in row {row} has this name already" "Give every repeat a name of its own, wherever it stands."
    RepeatNamedLikeRoot "repeat-name-root" Error
        "the repeat has the name of the form's root" "Choose another name."
    CountNameTaken { name } "repeat-count-name" Error
        "other tools store the count of this repeat as {name}, and a row beside it has that name" "Rename that row."
    NoLabel "no-label" Error
        "people would see nothing: there is neither label nor hint" "Fill in the label."
    NoChoiceLabel "no-choice-label" Warning
        "the choice has no label, so people see its name" "Fill in the label."
    MissingTranslation { language } "missing-translation" Warning
        "there is no text in {language}" "Fill it in, or people see a text in another language or none."

    // Groups and repeats.
    EndWithoutBegin { what } "end-without-begin" Error
        "there is no open {what} that could end here" "Delete the row, or add the beginning above."
    EndsAnother { what, open, row } "ends-another" Error
        "{what} ends here, but what is open is the {open} that begins in row {row}" "End what was begun last first."
    NeverEnds { what } "never-ends" Error
        "the {what} that begins here never ends" "Add its end below its last question."
    EndNamesAnother { name } "end-names-another" Warning
        "the name at the end is not that of the beginning ({name})" "Correct or delete the name in the end row."

    // Choices.
    MissingList { list } "missing-list" Error
        "the choices sheet has no list {list}" "Add its choices, or correct the name of the list."
    NoListName "no-list-name" Error
        "the choice does not say to which list it belongs" "Fill in list_name."
    NoChoiceName "no-choice-name" Error
        "the choice has no name" "Give it a short name: that is what is stored."
    ChoiceTwice { row } "choice-twice" Error
        "row {row} of the same list has this name already" "Rename one of them, or set allow_choice_duplicates to yes if it is meant so."
    ChoiceRepeated { row } "choice-repeated" Warning
        "row {row} of the same list is the same choice, so this one is left out" "Delete one of the two."
    ChoiceNameSpace "choice-name-space" Error
        "a choice of a select_multiple or rank question has a space in its name, and answers are separated by spaces" "Take the space out."
    UnusedChoiceSpace "choice-name-space-unused" Warning
        "the name of the choice has a space in it" "Better use an underscore."
    OtherWithFilter "other-with-filter" Error
        "or_other and choice_filter do not go together" "Add the choice other to the list, and a text question after it."
    OtherWithRepeat "other-with-repeat" Error
        "or_other does not go with choices from a repeat or a file" "Ask with a text question after it."
    BadFileName "choices-file-name" Error
        "choices can come from .csv, .geojson and .xml files only" "Correct the file's name in the type column."
    InstanceTwice { name } "instance-twice" Error
        "the data of {name} would come from two different files" "Rename one of them, or use the same file."
    SearchShared { list } "search-shared" Error
        "the list {list} is used with search() here and without it elsewhere" "Give the question with search() a list of its own."
    NoFilter "external-no-filter" Error
        "select_one_external needs a choice_filter" "Fill it in, or use select_one."
    NotARepeatField { name } "choices-from-no-repeat" Error
        "choices can come from a question inside a repeat, and {name} is in none" "Name a question of a repeat, or a list of the choices sheet."

    // References and expressions.
    UnknownReference { name } "unknown-reference" Error
        "no question has the name {name}" "Correct the name inside the curly brackets."
    AmbiguousReference { name, rows } "ambiguous-reference" Error
        "several questions have the name {name} (rows {rows}), so the reference could mean any of them" "Rename all but one of them."
    BrokenReference "broken-reference" Error
        "a reference is not complete" "Write it as dollar sign, curly bracket, name, curly bracket."
    BadExpression { why } "bad-expression" Error
        "the expression cannot be read: {why}" "Correct it; quotes and brackets must come in pairs."
    BadPattern "bad-pattern" Warning
        "a pattern in regex() cannot be used here, so what it decides is left open" "Patterns may not look ahead or back, and repetitions inside repetitions must stay small."
    UnknownFunction { name } "unknown-function" Error
        "there is no function {name}()" "Correct its name; names of functions are written in lower case."
    WrongArguments { name, takes, given } "wrong-arguments" Error
        "{name}() takes {takes} arguments and got {given}" "Check the commas and brackets."
    Cycle { path } "cycle" Error
        "the value depends on itself: {path}" "Take one of these references out."
    NoCalculation "no-calculation" Error
        "a calculate row has no calculation" "Fill in the calculation."
    BadTrigger "bad-trigger" Error
        "a trigger is a reference, or several with commas between" "Name the questions whose change starts the calculation."
    NoTrigger "no-trigger" Error
        "this type needs a trigger" "Name the question whose change starts it."
    HiddenTrigger { name } "hidden-trigger" Error
        "people never see {name}, so its change cannot start anything" "Name a question that people answer, or let the calculation refer to it."
    SearchUnsupported "search-unsupported" Warning
        "search() is not run here; the choices of the list are shown as they stand" "Use select_one_from_file with a choice_filter."

    // Parameters.
    BadParameters "bad-parameters" Error
        "parameters are pairs like key=value, separated by spaces" "Correct the pairs."
    UnknownParameter { key, known } "unknown-parameter" Error
        "this type of question has no parameter {key}" "Possible here: {known}."
    ParameterNotOneOf { key, known } "parameter-not-one-of" Error
        "the parameter {key} must be one of: {known}" "Correct it."
    ParameterNotNumber { key } "parameter-not-number" Error
        "the parameter {key} must be a number" "Correct it."
    ParameterNotWhole { key } "parameter-not-whole" Error
        "the parameter {key} must be a whole number" "Correct it."
    ParameterNotName { key } "parameter-not-name" Error
        "the parameter {key} must name a column of the file" "Begin with a letter or underscore; then letters, digits, hyphens, underscores and full stops."
    ParameterZero { key } "parameter-zero" Error
        "the parameter {key} must not be zero" "Correct it."
    ParameterTooLarge { key } "parameter-too-large" Error
        "the parameter {key} is larger than the whole range" "Make it smaller, or move start and end apart."
    ParameterNotStep { key } "parameter-not-step" Error
        "the parameter {key} does not fall on a step of the range" "Make it a multiple of step."
    ParameterOutside { key } "parameter-outside" Error
        "the parameter {key} lies outside the range" "Choose it between start and end."
    ParameterAppearance { key } "parameter-appearance" Error
        "the parameter {key} does not go with this appearance" "Take one of the two out."
    TickLabels "tick-labels" Error
        "without ticks only the first and the last value can have a label" "Keep two choices in the list, for start and end."
    AppPackage "parameter-app" Error
        "the parameter app must be an Android package name" "Write it like org.example.app."
    AgeBelowInterval "audit-age" Error
        "location-max-age must not be smaller than location-min-interval" "Make it larger."
    AuditLocation "audit-location" Error
        "location-priority, location-min-interval and location-max-age are needed together" "Give all three, or none."
    UnknownGeometry { name } "reference-geometry" Error
        "there is no list or file {name} to take the reference geometry from" "Name a list of the choices sheet or a file that a question uses."

    // Settings.
    BadRoot "bad-root" Error
        "the form's name cannot be used as a root" "Begin with a letter or underscore; then letters, digits, hyphens, underscores and full stops."
    UnknownDefaultLanguage { language } "default-language" Warning
        "no column has texts in the default language {language}" "Correct default_language in settings, or the columns' headers."
    SettingUnused { setting } "setting-unused" Warning
        "the setting {setting} is carried and not used" "Nothing needs to be done."

    // Entities.
    EntitiesUnused "entities-unused" Warning
        "entities are carried and not used" "Nothing needs to be done."
    EntityNoList "entity-no-list" Error
        "the entity list has no name" "Fill in list_name."
    EntityTooMany { limit } "entity-too-many" Error
        "the entities sheet has more than {limit} lists" "Take the lists out that are not used."
    EntityListTwice { row } "entity-list-twice" Error
        "row {row} has this list already" "Keep one row for each list."
    EntityBadName "entity-bad-name" Error
        "this is not a usable name for a list or a property" "Begin with a letter; then letters, digits, hyphens and underscores; name and label are taken, two underscores in front are kept for the system."
    EntityNoLabel { list } "entity-no-label" Error
        "entities of the list {list} are created without a label" "Fill in the label."
    EntityNoUpdate { list } "entity-no-update" Error
        "entities of the list {list} have an entity_id, so it must be clear when they are updated" "Fill in update_if, or take create_if or entity_id out."
    EntityNoId { list } "entity-no-id" Error
        "entities of the list {list} cannot be updated without an entity_id" "Fill in entity_id."
    SaveToWithoutEntities "save-to-without-entities" Error
        "save_to needs an entities sheet" "Add the sheet entities, or take save_to out."
    SaveToOnGroup "save-to-on-group" Error
        "a group or repeat has no value that could be saved" "Move save_to to a question."
    SaveToUnknownList { list } "save-to-unknown-list" Error
        "the entities sheet has no list {list}" "Correct the name in front of #."
    SaveToNeedsList "save-to-needs-list" Error
        "there are several entity lists, so save_to must say which" "Write it as list#property."
    SaveToTwice { row } "save-to-twice" Error
        "row {row} saves to this property already" "Choose another property."
    EntityScope { list } "entity-scope" Error
        "the list {list} takes values from repeats that do not stand inside each other" "Take all values of a list from one repeat and what is around it."
    EntityCrowded { list } "entity-crowded" Error
        "no group is left for the list {list}: each group, repeat and the form itself can hold one entity" "Put the questions of each list into a group of their own."

    // Kobo.
    KoboMissing { column } "kobo-missing" Error
        "this group needs the column {column}" "Fill it in."
    KoboTooMany { limit } "kobo-too-many" Error
        "the rank group has more than {limit} levels" "Rank fewer things; people cannot keep more apart."
    KoboStray { kind } "kobo-stray" Error
        "a row of the type {kind} stands outside its group" "Move it between the group's begin and end."

    // Evaluation columns.
    BadMeasure "evaluation-measure" Error
        "this is not a measure" "Use importance, satisfaction, agreement, score or priority."
    BadConsent "evaluation-consent" Error
        "this is not something that people agree to" "Use use, quote, audio, photo, contact or sharing."
    ConsentNotYesOrNo "consent-not-yes-or-no" Error
        "people agree by yes or no, and this question asks something else" "Use select_one with the choices yes and no, or acknowledge."
    BadStage "evaluation-stage" Error
        "this is not a stage" "Use co-commission, co-design, co-deliver or co-assess, or co-definition, co-formulation, co-decision, co-implementation or co-evaluation."
    BadMissing "evaluation-missing" Error
        "this is not a reason for having no answer" "Use dont_know, prefer_not or no_experience."
    BadPoints "evaluation-points" Error
        "points are a whole number from 0 to 100" "Count the choices of a scale from 1 upwards; high is good."
    PointsAndMissing "evaluation-points-and-missing" Error
        "a choice that stands for having no answer cannot have points" "Delete one of the two."
    NotYesOrNo "not-yes-or-no" Error
        "this must be yes or no" "Write yes, or leave the cell empty."
    MeasureWithoutCriterion "measure-without-criterion" Warning
        "the question has a measure and no criterion, so it gives a plain table only" "Fill in evaluation::criterion."
    CriterionWithoutMeasure "criterion-without-measure" Warning
        "the question has a criterion and no measure, so it gives a plain table only" "Fill in evaluation::measure."
    MeasureWithoutPoints { list } "measure-without-points" Warning
        "the choices of {list} have no points, so the answers cannot be put on a scale" "Fill in evaluation::points in the choices sheet."
    MeasureNotOnScale "measure-not-on-scale" Error
        "this measure needs choices or a number" "Use select_one, range or integer; priority goes with select_multiple, select_one or rank."
    PerspectiveNotSelect "perspective-not-select" Error
        "the perspective must be chosen from a list" "Use select_one."
    PerspectiveTwice { row } "perspective-twice" Error
        "row {row} asks for the perspective already" "Keep one."

    // Past responses from elsewhere.
    PastTooLarge { limit } "past-too-large" Error
        "the files hold more than {limit}" "Export without pictures and sounds, or in parts."
    PastDamaged { why } "past-damaged" Error
        "the file cannot be read: {why}" "Export it again, as CSV or as a zip of CSV files."
    PastTooMany { limit } "past-too-many" Error
        "there are more than {limit} rows" "Export in parts, by time."
    PastNoRoot "past-no-root" Error
        "none of the files is the table of the form itself" "Give that file as well, or the zip that holds all of them."
    PastNoKey "past-no-key" Error
        "no column holds the ids of the responses" "Export with the column KEY (ODK Central), or _uuid or meta/instanceID (KoboToolbox)."
    PastRowNoKey "past-row-no-key" Error
        "the row has no id of its response, or one that cannot be read" "Export the file again without changing it."
    PastKeyTwice { earlier } "past-key-twice" Error
        "{earlier} is the same response" "Take one of the two rows or files out."
    PastInstanceTwice "past-instance-twice" Error
        "another row is the same part of the same response" "Take one of the two rows or files out."
    PastOrphan "past-orphan" Error
        "the row belongs to a response that is not among the files" "Give the form's own table from the same export."
    PastUnknownRepeat { path } "past-unknown-repeat" Warning
        "the questionnaire has no repeat {path}, so the file is left out" "Nothing needs to be done if that is meant."
    PastUnknownColumn "past-unknown-column" Warning
        "no question of the questionnaire goes by this name, so the column is left out" "Nothing needs to be done if that is meant; else add the question, or correct the header."
    PastAmbiguousColumn "past-ambiguous-column" Error
        "several questions go by this name" "Export with the names of groups, or with names in place of labels."
    PastColumnTwice "past-column-twice" Error
        "another column answers the same question" "Take one of the two columns out."
    PastNotAnAnswer { why } "past-not-an-answer" Error
        "the cell is no answer to its question: {why}" "Correct the cell or the questionnaire, or leave such cells out with --leave-out-unfit."
    PastLeftOut { why } "past-left-out" Warning
        "the cell is left out, as it is no answer to its question: {why}" "Nothing needs to be done if that is meant."
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_code_is_given_twice() {
        let distinct: BTreeSet<_> = Fault::CODES.iter().collect();
        assert_eq!(distinct.len(), Fault::CODES.len());
    }

    #[test]
    fn a_fault_says_what_is_wrong_and_what_to_do() {
        let fault = Fault::MissingList { list: "yn".into() };
        assert_eq!(fault.message(), "the choices sheet has no list yn");
        assert!(fault.mend().ends_with('.'));
    }
}
