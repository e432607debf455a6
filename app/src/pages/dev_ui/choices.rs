//! Choices, tabs and disclosures of the catalogue.

use leptos::prelude::*;

use crate::ui::{
    Card, Checkbox, Disclosure, Icon, Properties, Property, RadioGroup, RadioOption, Segment,
    Segmented, Switch, TabItem, TabLink, TabLinks, TabPanel, Tabs,
};

#[component]
pub(super) fn Choices() -> impl IntoView {
    let all = RwSignal::new(false);
    let mode = RwSignal::new("reply".to_owned());
    let tab = RwSignal::new("details".to_owned());
    let kind = RwSignal::new("web".to_owned());
    view! {
        <div class="flex flex-col gap-6">
            <Card title="Choices">
                <div class="flex flex-col gap-4">
                    <div class="flex flex-col gap-1.5">
                        <Checkbox label="Select all" checked=all indeterminate=true />
                        <Checkbox label="Ticked" initial=true hint="With a line of help below it." />
                        <Checkbox label="Disabled" disabled=true />
                        <Checkbox label="Disabled and ticked" initial=true disabled=true />
                    </div>
                    <div class="flex flex-col gap-1.5">
                        <Switch label="Assign new conversations automatically" initial=true />
                        <Switch
                            label="Close quiet conversations"
                            hint="After seven days without a message."
                            spread=true
                        />
                        <Switch label="Disabled" disabled=true />
                    </div>
                    <RadioGroup
                        name="visibility"
                        legend="Who sees unassigned conversations"
                        initial="all"
                        options=vec![
                            RadioOption::new("all", "Everybody"),
                            RadioOption::new("team", "The team").hint("Members of its team only."),
                        ]
                        error="Choose one."
                    />
                    <RadioGroup
                        name="channel"
                        legend="Channel"
                        cards=true
                        value=kind
                        options=vec![
                            RadioOption::new("web", "Website")
                                .icon(Icon::Chat)
                                .hint("A chat bubble on your pages."),
                            RadioOption::new("mail", "Email")
                                .icon(Icon::Mail)
                                .hint("Your support address."),
                            RadioOption::new("phone", "WhatsApp")
                                .icon(Icon::Phone)
                                .hint("Your business number."),
                            RadioOption {
                                disabled: true,
                                ..RadioOption::new("api", "Custom").icon(Icon::Code)
                            },
                        ]
                    />
                    <Segmented
                        name="mode"
                        label="Message kind"
                        value=mode
                        options=vec![
                            Segment::new("reply", "Reply").icon(Icon::Reply),
                            Segment::new("note", "Comment").icon(Icon::Note),
                        ]
                    />
                </div>
            </Card>
            <Card title="Tabs and disclosure">
                <div class="flex flex-col gap-4">
                    <TabLinks label="Conversations">
                        <TabLink href="#mine" active=true count=12>"Mine"</TabLink>
                        <TabLink href="#unassigned" active=false count=3>"Unassigned"</TabLink>
                        <TabLink href="#all" active=false>"All"</TabLink>
                    </TabLinks>
                    <div>
                        <Tabs
                            id="sample"
                            label="Contact"
                            selected=tab
                            items=vec![
                                TabItem::new("details", "Details").icon(Icon::Contact),
                                TabItem::new("files", "Files").icon(Icon::Paperclip),
                            ]
                        />
                        <TabPanel tabs="sample" key="details" selected=tab>
                            <Properties>
                                <Property label="Email" icon=Icon::Mail>
                                    "zoe.lefevre@a-rather-long-company-name.example"
                                </Property>
                                <Property label="Phone" icon=Icon::Phone>"+33 6 12 34 56 78"</Property>
                                <Property label="Language" icon=Icon::Globe>"Français"</Property>
                            </Properties>
                        </TabPanel>
                        <TabPanel tabs="sample" key="files" selected=tab>
                            <p class="text-sm text-ink-muted">"No files yet."</p>
                        </TabPanel>
                    </div>
                    <Disclosure summary="Previous conversations" open=true>
                        <p class="text-sm text-ink-muted">"Two in the last month."</p>
                    </Disclosure>
                    <Disclosure summary="Closed by default">
                        <p class="text-sm">"Content"</p>
                    </Disclosure>
                </div>
            </Card>
        </div>
    }
}
