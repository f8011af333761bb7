//! The quiz asked on site.

use crate::args::Quiz;
use crate::failure::CliError;
use crate::input::bad;
use crate::lang::Both;
use crate::page::{Output, Page};
use crate::select;
use crate::session::Session;
use crate::style::Ink;
use crate::words::of;
use serde_json::{Value, json};
use zhian_domain::quiz::{Answers, QuestionKind};
use zhian_engine::view::{QuizQuestionView, QuizView};

/// `zhian quiz`.
pub fn quiz(session: &Session, args: &Quiz) -> Result<Output, CliError> {
    let visit = select::visit(&session.engine, args.on.visit.as_deref())?;
    let item = select::item(&session.engine.visit(&visit)?, &args.item)?;
    let mut view = session.engine.quiz(&visit, &item)?;
    if !args.answer.is_empty() {
        view = session.engine.answer_quiz(&visit, &item, &chosen(&view, &args.answer)?)?;
    }
    let mut page = session.page();
    for (index, question) in view.questions.iter().enumerate() {
        tell(&mut page, index + 1, question);
    }
    match &view.score {
        Some(score) => {
            let told = page.say("得分", "Score");
            let text = format!("{told} {}  ({}/{})", score.percent, score.right, score.asked);
            page.heading(&text);
        }
        None => page.line(
            Some(Ink::Faint),
            page.say(
                "答完一次填入，例如：--answer 1=A --answer 2=BD",
                "Enter the answers at once, such as: --answer 1=A --answer 2=BD",
            ),
        ),
    }
    Ok(page.done(quiz_json(&view)))
}

fn chosen(view: &QuizView, answers: &[String]) -> Result<Answers, CliError> {
    let refused = |text: &str| bad("--answer", text, Both::same("1=A, 2=BD"));
    let mut found = Answers::new();
    for text in answers {
        let (number, options) = text.split_once(['=', '＝']).ok_or_else(|| refused(text))?;
        let place = number.trim().parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        let question = place.and_then(|place| view.questions.get(place)).ok_or_else(|| refused(text))?;
        let letters = options.chars().filter(|one| one.is_alphanumeric());
        let codes = letters.map(|one| one.to_ascii_uppercase().to_string()).collect();
        found.insert(question.id.clone(), codes);
    }
    Ok(found)
}

fn tell(page: &mut Page, number: usize, question: &QuizQuestionView) {
    let style = page.style;
    let kind = match question.kind {
        QuestionKind::Single => style.say("单选", "one answer"),
        QuestionKind::Multiple => style.say("多选", "several answers"),
        QuestionKind::TrueFalse => style.say("判断", "true or false"),
    };
    page.heading(&format!("{number}. {}  [{kind}]", of(&style, &question.ask)));
    let outcome = question.outcome.as_ref();
    for option in &question.options {
        let is_right = outcome.is_some_and(|outcome| outcome.right.contains(&option.code));
        let ink = is_right.then_some(Ink::Good);
        page.indented(3, ink, &format!("{}  {}", option.code, of(&style, &option.text)));
    }
    let Some(outcome) = outcome else { return };
    let chosen = outcome.chosen.as_ref().map_or_else(
        || style.say("未答", "passed over").to_owned(),
        |chosen| chosen.join(style.say("、", ", ")),
    );
    let (ink, judged) = match outcome.is_right {
        true => (Ink::Good, style.say("对", "right")),
        false => (Ink::Bad, style.say("错", "wrong")),
    };
    page.indented(3, Some(ink), &format!("{}{chosen}  {judged}", style.say("所答：", "Answered: ")));
    page.indented(3, Some(Ink::Faint), of(&style, &outcome.explanation));
    let basis: Vec<&str> = outcome.citations.iter().map(|one| of(&style, &one.citation.words)).collect();
    if !basis.is_empty() {
        page.indented(3, Some(Ink::Faint), &basis.join(style.say("、", ", ")));
    }
}

fn quiz_json(view: &QuizView) -> Value {
    let questions = view.questions.iter().map(|question| {
        let options = question
            .options
            .iter()
            .map(|one| json!({ "code": one.code, "zh": one.text.zh, "en": one.text.en }));
        let outcome = question.outcome.as_ref().map(|one| {
            json!({ "chosen": one.chosen, "right": one.right, "is_right": one.is_right,
                    "zh": one.explanation.zh, "en": one.explanation.en })
        });
        json!({
            "id": question.id, "kind": question.kind.code(), "zh": question.ask.zh, "en": question.ask.en,
            "options": options.collect::<Vec<_>>(), "outcome": outcome,
        })
    });
    json!({
        "visit": view.visit.to_string(), "item": view.item.as_str(), "bank_version": view.bank_version,
        "questions": questions.collect::<Vec<_>>(), "score": view.score.as_ref().map(|score| score.percent),
    })
}
