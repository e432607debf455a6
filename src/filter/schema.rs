//! What a workspace adds to the language: its custom fields, and the names of what conditions
//! refer to. Filters hold ids, so that renaming a tag breaks no filter; JSON may say either.

use serde::{Deserialize, Serialize};

use crate::contact::{CustomField, FieldKind};
use crate::filter::{Category, ChoiceField, Field, FieldType, FlagField, Operator, TextField};
use crate::id::{CategoryId, ChannelId, FieldId, StageId, TagId, TeamId, UserId};
use crate::text::fold_line;
use crate::word::word_enum;

/// An id with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<T> {
    /// The id.
    pub id: T,
    /// The name.
    pub name: String,
}

/// The fields and names of a workspace. Archived things that filters may still name belong in
/// here; deleted ones do not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Schema {
    /// Custom contact fields.
    pub fields: Vec<CustomField>,
    /// Tags.
    pub tags: Vec<Named<TagId>>,
    /// Lifecycle stages, lost ones included.
    pub stages: Vec<Named<StageId>>,
    /// Channels.
    pub channels: Vec<Named<ChannelId>>,
    /// Categories of closing notes.
    pub categories: Vec<Named<CategoryId>>,
    /// Users, former ones included.
    pub users: Vec<Named<UserId>>,
    /// Teams.
    pub teams: Vec<Named<TeamId>>,
}

word_enum! {
    /// Where a filter is used: decides what it may ask, and how strict it is.
    Place {
        /// The table of contacts.
        Contacts "contacts",
        /// The inbox, and custom inboxes.
        Inbox "inbox",
        /// A segment.
        Segment "segment",
        /// The audience of a broadcast.
        Broadcast "broadcast",
        /// A branch or trigger of a workflow.
        Workflow "workflow",
        /// A report.
        Report "report",
        /// The public API: names that do not exist match nobody instead of being refused.
        Api "api",
    }
}

impl Place {
    /// Whether filters here may ask about a category (product specification §7.3).
    pub fn allows(self, category: Category) -> bool {
        match category {
            Category::Activity => self != Place::Broadcast,
            Category::Variable => self == Place::Workflow,
            Category::Broadcast => matches!(self, Place::Segment | Place::Workflow),
            _ => true,
        }
    }

    /// Whether unknown names and empty lists are accepted and match nobody.
    pub fn is_lenient(self) -> bool {
        self == Place::Api
    }
}

/// A field in the list of the builder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldEntry {
    /// Its category.
    pub category: Category,
    /// Its name in JSON; `None` where the category has only this field.
    pub name: Option<String>,
    /// The name for people of a custom field.
    pub label: Option<String>,
    /// The field.
    pub field: Field,
    /// The type of its values.
    pub kind: FieldType,
    /// Its operators, the usual one first.
    pub operators: &'static [Operator],
}

impl Schema {
    /// Everything that a filter in some place can ask, for the lists of the builder.
    pub fn entries(&self, place: Place) -> Vec<FieldEntry> {
        let allowed = |category: &&Category| !category.is_later() && place.allows(**category);
        let mut entries = Vec::new();
        for category in Category::ALL.iter().filter(allowed) {
            entries.extend(
                category
                    .fields()
                    .map(|(name, field)| entry(*category, name.map(str::to_owned), None, field)),
            );
            if *category == Category::ContactField {
                entries.extend(self.fields.iter().map(|custom| {
                    let (slug, label) = (custom.slug.clone(), custom.name.clone());
                    entry(*category, Some(slug), Some(label), field_of(custom))
                }));
            }
        }
        entries
    }

    /// The custom field of an id.
    pub fn custom(&self, id: FieldId) -> Option<&CustomField> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// Where a field is written: category and name.
    pub fn place(&self, field: Field) -> (Category, Option<String>) {
        match field.custom() {
            Some(id) => {
                let slug = self.custom(id).map(|custom| custom.slug.clone());
                (
                    Category::ContactField,
                    Some(slug.unwrap_or_else(|| id.to_string())),
                )
            }
            None => {
                let (category, name) = field.place();
                (category, name.map(str::to_owned))
            }
        }
    }

    /// The field of a name: built in, then custom by slug, name and id.
    pub(super) fn find(&self, category: Category, name: Option<&str>) -> Option<Field> {
        if let Some(field) = category.field(name) {
            return Some(field);
        }
        let name = name.filter(|_| category == Category::ContactField)?;
        let by = |matches: &dyn Fn(&CustomField) -> bool| {
            self.fields.iter().find(|field| matches(field))
        };
        let folded = fold_line(name);
        by(&|field| field.slug.eq_ignore_ascii_case(name))
            .or_else(|| by(&|field| fold_line(&field.name) == folded))
            .or_else(|| by(&|field| field.id.to_string() == name))
            .map(field_of)
    }
}

fn entry(
    category: Category,
    name: Option<String>,
    label: Option<String>,
    field: Field,
) -> FieldEntry {
    FieldEntry {
        category,
        name,
        label,
        field,
        kind: field.kind(),
        operators: Operator::of(field.kind()),
    }
}

fn field_of(custom: &CustomField) -> Field {
    let id = custom.id;
    match custom.kind {
        FieldKind::Text | FieldKind::TextArea | FieldKind::Email | FieldKind::Url => {
            Field::Text(TextField::Custom(id))
        }
        FieldKind::List => Field::Choice(ChoiceField::Custom(id)),
        FieldKind::Checkbox => Field::Flag(FlagField::Custom(id)),
        FieldKind::Number => Field::Number(id),
        FieldKind::Date => Field::Date(id),
        FieldKind::Time => Field::Time(id),
    }
}

/// An id by number, by name ignoring case and accents, or by a number written as text.
pub(super) fn find_named<T: Copy + PartialEq + std::fmt::Display>(
    list: &[Named<T>],
    text: &str,
) -> Option<T> {
    let folded = fold_line(text);
    let by_name = list.iter().find(|named| fold_line(&named.name) == folded);
    by_name
        .or_else(|| {
            list.iter()
                .find(|named| named.id.to_string() == text.trim())
        })
        .map(|named| named.id)
}
