//! Where openings and closings of conversations come from, and how urgent a conversation is.

use crate::word::word_enum;

word_enum! {
    /// How urgent a conversation is.
    #[derive(Default)]
    Priority {
        /// Nobody said.
        #[default]
        None "none",
        /// Can wait.
        Low "low",
        /// Ordinary.
        Medium "medium",
        /// Before others.
        High "high",
        /// Now.
        Urgent "urgent",
    }
}

impl Priority {
    /// The number in the database; grows with urgency, so that lists can be ordered by it.
    pub fn code(self) -> i64 {
        match self {
            Priority::None => 0,
            Priority::Low => 1,
            Priority::Medium => 2,
            Priority::High => 3,
            Priority::Urgent => 4,
        }
    }

    /// The priority of a number in the database; unknown numbers are none.
    pub fn from_code(code: i64) -> Priority {
        Priority::ALL
            .iter()
            .copied()
            .find(|priority| priority.code() == code)
            .unwrap_or_default()
    }
}

word_enum! {
    /// What opened a conversation (product specification §9.4).
    OpenedSource {
        /// A message of the contact.
        Contact "contact",
        /// A user of the workspace.
        User "user",
        /// A step of a workflow.
        Workflow "workflow",
        /// The developer API.
        Api "api",
        /// n8n.
        N8n "n8n",
        /// Zapier.
        Zapier "zapier",
        /// Make.
        Make "make",
        /// An ad that leads into a chat.
        CtcAds "ctc_ads",
        /// A growth widget.
        GrowthWidget "growth_widget",
    }
}

impl OpenedSource {
    /// Whether the contact came by themselves.
    pub fn is_contact(self) -> bool {
        matches!(self, Self::Contact | Self::CtcAds | Self::GrowthWidget)
    }
}

word_enum! {
    /// What closed a conversation (product specification §9.4).
    ClosedSource {
        /// A user of the workspace.
        User "user",
        /// A step of a workflow.
        Workflow "workflow",
        /// A bot.
        Bot "bot",
        /// An AI agent.
        AiAgent "ai_agent",
        /// The developer API.
        Api "api",
        /// n8n.
        N8n "n8n",
        /// Zapier.
        Zapier "zapier",
        /// Make.
        Make "make",
        /// The rule that closes conversations nobody writes in.
        AutoClose "auto_close",
    }
}
