//! The seam's sources, read into a list of what crosses.

use quote::ToTokens;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, Field, Fields, FnArg, Ident, ImplItem, Item, Lit, Meta, Path, ReturnType, Signature,
    Token, TraitItem, Variant, Visibility, braced,
};

/// What kind of thing crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Object,
    Port,
    Error,
    Record,
    Enum,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Port => "port",
            Self::Error => "error",
            Self::Record => "record",
            Self::Enum => "enum",
        }
    }
}

/// A field, a value, a method.
pub struct Member {
    pub text: String,
    pub docs: Vec<String>,
}

/// A type that crosses.
pub struct Crossing {
    pub kind: Kind,
    pub name: String,
    pub docs: Vec<String>,
    pub members: Vec<Member>,
}

/// Everything that crosses, by kind and name.
pub struct Surface {
    pub items: Vec<Crossing>,
}

/// The macro that makes a seam's enum beside the domain's.
struct Coded {
    attrs: Vec<Attribute>,
    name: Ident,
    values: Punctuated<Variant, Token![,]>,
}

impl Parse for Coded {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attrs = input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        input.parse::<Path>()?;
        let inside;
        braced!(inside in input);
        Ok(Self { attrs, name, values: inside.parse_terminated(Variant::parse, Token![,])? })
    }
}

impl Surface {
    /// What the sources let cross.
    pub fn of(sources: &[(PathBuf, String)]) -> Self {
        let mut found: BTreeMap<(Kind, String), Crossing> = BTreeMap::new();
        let mut methods: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        for (path, text) in sources {
            let file = syn::parse_file(text).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
            for item in &file.items {
                if let Some(one) = crossing(item) {
                    found.insert((one.kind, one.name.clone()), one);
                }
                if let Item::Impl(block) = item
                    && is_exported(&block.attrs)
                {
                    let of = text_of(&block.self_ty);
                    let members = block.items.iter().filter_map(|inside| method(inside, &of));
                    methods.entry(of.clone()).or_default().extend(members);
                }
            }
        }
        for (name, mut members) in methods {
            members.sort_by(|a, b| a.text.cmp(&b.text));
            let object = found.entry((Kind::Object, name.clone())).or_insert_with(|| Crossing {
                kind: Kind::Object,
                docs: Vec::new(),
                members: Vec::new(),
                name,
            });
            object.members = members;
        }
        Self { items: found.into_values().collect() }
    }
}

fn crossing(item: &Item) -> Option<Crossing> {
    match item {
        Item::Struct(one) => {
            let kind = derived(&one.attrs)?;
            let members = if kind == Kind::Object { Vec::new() } else { fields(&one.fields) };
            Some(Crossing { kind, name: one.ident.to_string(), docs: docs(&one.attrs), members })
        }
        Item::Enum(one) => {
            let kind = derived(&one.attrs)?;
            let members = one.variants.iter().map(variant).collect();
            Some(Crossing { kind, name: one.ident.to_string(), docs: docs(&one.attrs), members })
        }
        Item::Trait(one) if is_exported(&one.attrs) => Some(Crossing {
            kind: Kind::Port,
            name: one.ident.to_string(),
            docs: docs(&one.attrs),
            members: one
                .items
                .iter()
                .filter_map(|inside| match inside {
                    TraitItem::Fn(method) => {
                        Some(Member { text: signature(&method.sig), docs: docs(&method.attrs) })
                    }
                    _ => None,
                })
                .collect(),
        }),
        Item::Macro(one) if one.mac.path.is_ident("coded") => {
            let coded: Coded = one.mac.parse_body().unwrap();
            Some(Crossing {
                kind: Kind::Enum,
                name: coded.name.to_string(),
                docs: docs(&coded.attrs),
                members: coded.values.iter().map(variant).collect(),
            })
        }
        _ => None,
    }
}

/// What a type is derived to be for the seam.
fn derived(attrs: &[Attribute]) -> Option<Kind> {
    let derives = attrs.iter().filter(|one| one.path().is_ident("derive")).map(|one| text_of(&one.meta));
    derives.into_iter().find_map(|text| {
        let has = |what: &str| text.contains(&format!("uniffi::{what}"));
        match () {
            () if has("Object") => Some(Kind::Object),
            () if has("Error") => Some(Kind::Error),
            () if has("Record") => Some(Kind::Record),
            () if has("Enum") => Some(Kind::Enum),
            () => None,
        }
    })
}

fn is_exported(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|one| text_of(one.path()) == "uniffi::export")
}

fn docs(attrs: &[Attribute]) -> Vec<String> {
    let lines = attrs.iter().filter_map(|one| match &one.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(text) => match &text.lit {
                Lit::Str(text) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.filter(|line| !line.is_empty()).collect()
}

fn fields(of: &Fields) -> Vec<Member> {
    of.iter().map(|one| Member { text: field(one), docs: docs(&one.attrs) }).collect()
}

fn field(one: &Field) -> String {
    let name = one.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{name}: {}", text_of(&one.ty))
}

fn variant(one: &Variant) -> Member {
    let inside: Vec<String> = one.fields.iter().map(field).collect();
    let mut told = docs(&one.attrs);
    for each in &one.fields {
        let name = each.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        told.extend(docs(&each.attrs).into_iter().map(|line| format!("{name}: {line}")));
    }
    let text = if inside.is_empty() {
        one.ident.to_string()
    } else {
        format!("{}({})", one.ident, inside.join(", "))
    };
    Member { text, docs: told }
}

fn method(item: &ImplItem, of: &str) -> Option<Member> {
    let ImplItem::Fn(one) = item else { return None };
    matches!(one.vis, Visibility::Public(_)).then(|| {
        let makes = one.attrs.iter().any(|one| text_of(one.path()) == "uniffi::constructor");
        let text = signature(&one.sig).replace("Self", of);
        Member { text: if makes { format!("new {text}") } else { text }, docs: docs(&one.attrs) }
    })
}

fn signature(sig: &Signature) -> String {
    let given: Vec<String> = sig
        .inputs
        .iter()
        .filter_map(|one| match one {
            FnArg::Receiver(_) => None,
            FnArg::Typed(one) => Some(format!("{}: {}", text_of(&one.pat), text_of(&one.ty))),
        })
        .collect();
    let back = match &sig.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, back) => format!(" -> {}", text_of(back.as_ref())),
    };
    format!("{}({}){back}", sig.ident, given.join(", "))
}

/// Tokens as a person writes them, without what Rust needs and a reader does not.
fn text_of(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let tight = [
        (" :: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        ("< ", "<"),
        (" ,", ","),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
    ]
    .iter()
    .fold(spaced, |text, (from, to)| text.replace(from, to));
    unwrapped(tight, "Arc<").replace("dyn ", "")
}

/// Without every `Arc<…>`.
fn unwrapped(mut text: String, open: &str) -> String {
    while let Some(at) = text.find(open) {
        let mut depth = 0_i32;
        let close = text[at..].char_indices().find_map(|(index, one)| {
            depth += match one {
                '<' => 1,
                '>' => -1,
                _ => 0,
            };
            (one == '>' && depth == 0).then_some(at + index)
        });
        let Some(close) = close else { break };
        text.remove(close);
        text.replace_range(at..at + open.len(), "");
    }
    text
}

impl fmt::Display for Surface {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "What crosses the seam. Made from the sources; a test says how to renew it. Read each change of it."
        )?;
        for one in &self.items {
            writeln!(f, "\n{} {}", one.kind.word(), one.name)?;
            one.docs.iter().try_for_each(|line| writeln!(f, "    {line}"))?;
            for member in &one.members {
                writeln!(f, "\n    {}", member.text)?;
                member.docs.iter().try_for_each(|line| writeln!(f, "        {line}"))?;
            }
        }
        Ok(())
    }
}
