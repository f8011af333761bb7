//! Help in the reader's language: the grammar is in `args`, the Chinese texts and the examples are here.

mod examples;
mod fit;
mod zh;

pub use fit::fit;

use crate::args::Cli;
use crate::lang::pick;
use clap::{Arg, Command, CommandFactory};
use zhian_protocol::explain::Language;

const TEMPLATE_EN: &str = "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}";
const TEMPLATE_ZH: &str = "{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}";

/// The grammar with help texts in one language.
#[must_use]
pub fn grammar(language: Language) -> Command {
    let root = Cli::command().disable_help_subcommand(true);
    let common: Vec<String> = root.get_arguments().map(|arg| arg.get_id().to_string()).collect();
    localised(root, "", &common, language)
}

fn localised(command: Command, path: &str, common: &[String], language: Language) -> Command {
    let mut command = command
        .help_template(pick(language, TEMPLATE_ZH, TEMPLATE_EN))
        .subcommand_help_heading(pick(language, "命令", "Commands"))
        .subcommand_value_name(pick(language, "命令", "COMMAND"))
        .mut_args(|arg| localised_arg(arg, path, common, language));
    if language == Language::Zh
        && let Some(about) = zh::text(path, "")
    {
        command = command.about(about);
    }
    if let Some(examples) = examples::of(path, language) {
        command = command.after_help(format!("{}\n{examples}", pick(language, "示例：", "Examples:")));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let below = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |sub| localised(sub, &below, common, language));
    }
    command
}

fn localised_arg(arg: Arg, path: &str, common: &[String], language: Language) -> Arg {
    let id = arg.get_id().to_string();
    let is_common = common.contains(&id) && path.is_empty();
    let heading = match (is_common, arg.is_positional()) {
        (true, _) => pick(language, "通用选项", "Options of every command"),
        (false, true) => pick(language, "参数", "Arguments"),
        (false, false) => pick(language, "选项", "Options"),
    };
    // The texts name the values themselves; clap would add them in English.
    let takes_a_value = arg.get_action().takes_values();
    let arg = arg.help_heading(heading).hide_possible_values(takes_a_value);
    match (language, zh::text(path, &id)) {
        (Language::Zh, Some(text)) => arg.help(text).hide_default_value(takes_a_value),
        _ => arg,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, path: &str, visit: &mut dyn FnMut(&str, &Command)) {
        visit(path, command);
        for sub in command.get_subcommands() {
            let below = if path.is_empty() {
                sub.get_name().to_owned()
            } else {
                format!("{path} {}", sub.get_name())
            };
            each(sub, &below, visit);
        }
    }

    #[test]
    fn every_command_and_every_option_has_a_chinese_text_and_the_grammar_is_sound() {
        grammar(Language::Zh).debug_assert();
        grammar(Language::En).debug_assert();
        each(&Cli::command().disable_help_subcommand(true), "", &mut |path, command| {
            assert!(zh::text(path, "").is_some(), "command {path:?} has no Chinese text");
            assert!(command.get_about().is_some(), "command {path:?} has no English text");
            for arg in command.get_arguments() {
                let id = arg.get_id().to_string();
                assert!(zh::text(path, &id).is_some(), "{path:?} {id} has no Chinese text");
                assert!(arg.get_help().is_some(), "{path:?} {id} has no English text");
            }
        });
    }

    #[test]
    fn every_command_that_does_something_shows_an_example_in_both_languages() {
        each(&Cli::command().disable_help_subcommand(true), "", &mut |path, command| {
            let acts = command.get_subcommands().next().is_none();
            for language in [Language::Zh, Language::En] {
                assert!(!acts || examples::of(path, language).is_some(), "{path:?} has no example");
            }
        });
    }

    #[test]
    fn examples_are_commands_that_the_grammar_understands() {
        each(&Cli::command().disable_help_subcommand(true), "", &mut |path, _| {
            for line in examples::commands(path) {
                let words = words(&line);
                let parsed = grammar(Language::En).try_get_matches_from(&words);
                assert!(parsed.is_ok(), "{line}: {}", parsed.unwrap_err());
            }
        });
    }

    /// Splits a line as a shell does, as far as the examples need it: spaces and double quotes.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut quoted = false;
        for character in line.chars() {
            match character {
                '"' => quoted = !quoted,
                ' ' if !quoted => words.push(String::new()),
                other => words.last_mut().unwrap().push(other),
            }
        }
        words
    }
}
