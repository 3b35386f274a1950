using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Notifications;
using OpsAutomation.Integrations.Notifiers.Teams;
using OpsAutomation.Testing.Notifiers;

namespace OpsAutomation.Unit.Integrations.Notifiers;

public sealed class TeamsCardTests
{
    /// <summary>What the schema of Adaptive Cards 1.5 knows of the elements used here: required and optional members.</summary>
    private static readonly Dictionary<string, string[]> Members = new(StringComparer.Ordinal)
    {
        ["AdaptiveCard"] = ["$schema", "type", "version", "fallbackText", "msteams", "body", "actions"],
        ["RichTextBlock"] = ["type", "inlines"],
        ["TextRun"] = ["type", "text", "weight", "size", "fontType", "color"],
        ["Table"] = ["type", "firstRowAsHeader", "columns", "rows"],
        ["TableRow"] = ["type", "cells"],
        ["TableCell"] = ["type", "items"],
        ["Action.OpenUrl"] = ["type", "title", "url", "style"],
    };

    public static TheoryData<string> HostileTexts => new(
        "[click](https://evil.example.com)", "**bold** _it_ ~~x~~", "<at>everyone</at>", "<b>html</b><script>alert(1)</script>", "${$root.secret}",
        "@{triggerBody()}", "{{DATE(2026-11-24T00:00:00Z,SHORT)}}", "![i](https://evil.example.com/x.png)", "a\r\n\r\n# heading\n- list", "\u202Egnp.exe", "\"},{\"type\":\"Image\"", "&lt;at&gt;");

    [Theory]
    [InlineData(Urgency.Page, "Page: ", "Attention")]
    [InlineData(Urgency.Ticket, "Ticket, for working hours: ", "Accent")]
    public void The_card_says_whom_it_wakes_and_why_and_a_ticket_is_never_red(Urgency urgency, string label, string color)
    {
        var decision = new RouteDecision(urgency, ["ana"], "on call for shop-web", "grave", "what is of Sev1 cannot wait");
        var card = TeamsCard.Build(Notices.Approval() with { Kind = NoticeKind.Escalated, Urgency = urgency, Route = decision.Sentence, Deadline = null });
        var json = card.ToJsonString();
        Assert.Contains(label, json, StringComparison.Ordinal);
        Assert.Contains("ana (on call for shop-web), because what is of Sev1 cannot wait (rule", json, StringComparison.Ordinal);
        Assert.Equal(color, (string?)card["body"]![0]!["inlines"]![0]!["color"]);
    }

    [Fact]
    public void The_message_is_one_adaptive_card_in_the_shape_that_Teams_takes()
    {
        var message = Parse(Notices.Approval());
        Assert.Equal("message", (string?)message["type"]);
        var attachment = Assert.Single(message["attachments"]!.AsArray())!.AsObject();
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string?)attachment["contentType"]);
        Assert.True(attachment.ContainsKey("contentUrl"));
        Assert.Null(attachment["contentUrl"]);
        Assert.Equal("1.5", (string?)attachment["content"]!["version"]);
        CheckShape(attachment["content"]!);
    }

    [Fact]
    public void The_card_tells_what_broke_since_when_what_is_planned_and_until_when_to_decide()
    {
        var text = Text(Notices.Approval());
        Assert.Contains("Decide: in 24 minutes, 14:05 UTC", text);
        Assert.Contains("Incident: INC-20261124-3fa9c1: High CPU on vmss-shop-web", text);
        Assert.Contains("Severity: Sev1, awaiting approval", text);
        Assert.Contains("Service: shop-web", text);
        Assert.Contains("Since: 13:29 UTC, for 12 minutes", text);
        Assert.Contains("Automation classified it as saturation-cpu.", text);
        Assert.Contains("Cost: +0.192 USD per hour", text);
        Assert.Contains("Risk: low", text);
        Assert.Contains("Undo: Set vmss-shop-web back to 2 instances.", text);
        Assert.Contains("az vmss scale --name vmss-shop-web --new-capacity 4", text);
    }

    [Fact]
    public void A_plan_that_is_the_headline_is_not_told_twice()
    {
        var notice = Notices.Approval();
        Assert.Contains("Plan: Set vmss-shop-web from 2", Text(notice));
        Assert.DoesNotContain("Plan: Set vmss-shop-web from 2", Text(notice with { Headline = notice.Plan!.Summary }));
    }

    [Fact]
    public void The_table_shows_before_and_after_side_by_side()
    {
        var table = TeamsCard.Build(Notices.Approval())["body"]!.AsArray().Single(e => (string?)e!["type"] == "Table")!;
        var rows = table["rows"]!.AsArray().Select(r => string.Join('|', r!["cells"]!.AsArray().Select(c => (string?)c!["items"]![0]!["inlines"]![0]!["text"]))).ToList();
        Assert.Equal([" |Before|After", "capacity|2|4", "size|Standard_D2s_v5|Standard_D2s_v5"], rows);
    }

    [Fact]
    public void The_links_are_approve_reject_and_the_incident_and_nothing_else()
    {
        var actions = TeamsCard.Build(Notices.Approval())["actions"]!.AsArray();
        Assert.Equal(
            ["https://ops.example.com/api/approvals/a1?t=token&choice=approve", "https://ops.example.com/api/approvals/a1?t=token&choice=reject", "https://ops.example.com/ops/incidents/INC-20261124-3fa9c1"],
            actions.Select(a => (string?)a!["url"]));
        Assert.All(actions, a => Assert.Equal("Action.OpenUrl", (string?)a!["type"]));
        Assert.Single(TeamsCard.Build(Notices.Approval() with { ApproveLink = null, RejectLink = null })["actions"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Hostile_text_changes_no_element_and_no_link(string hostile)
    {
        var plain = TeamsCard.Build(Everywhere("plain"));
        var card = TeamsCard.Build(Everywhere(hostile));
        CheckShape(card);
        Assert.Equal(Skeleton(plain), Skeleton(card));
        Assert.Equal(Urls(plain), Urls(card));
        foreach (var text in Texts(card))
        {
            Assert.DoesNotContain("${", text);
            Assert.DoesNotContain("@{", text);
            Assert.DoesNotContain("{{", text);
            Assert.DoesNotContain("<at", text);
            Assert.DoesNotContain(text, c => char.IsControl(c) || c == '\u202e');
        }
    }

    [Fact]
    public void No_text_of_any_kind_changes_the_shape_of_the_card()
    {
        var skeleton = Skeleton(TeamsCard.Build(Everywhere("plain")));
        Prop.ForAll<string?>(text =>
        {
            var card = TeamsCard.Build(Everywhere(text ?? string.Empty));
            CheckShape(JsonNode.Parse(card.ToJsonString())!);
            return Skeleton(card) == skeleton;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1, 'x')]
    [InlineData(400, 'x')]
    [InlineData(400, '東')]
    [InlineData(5000, '\u202e')]
    public void A_message_stays_below_28_KB_and_keeps_its_links(int length, char filling)
    {
        var text = new string(filling, length);
        var notice = Everywhere(text) with { Details = [.. Enumerable.Repeat(text, 200)] };
        var json = TeamsCard.Message(notice)!;
        Assert.InRange(Encoding.UTF8.GetByteCount(json), 1, TeamsCard.MaxMessageBytes);
        Assert.Equal(3, Urls(JsonNode.Parse(json)!["attachments"]![0]!["content"]!).Count);
    }

    [Fact]
    public void A_command_is_shown_whole_or_not_at_all()
    {
        var notice = Notices.Approval();
        var longest = "az vmss scale --name " + new string('x', 1500);
        var text = Text(notice with { Plan = notice.Plan! with { ByHand = longest } });
        Assert.DoesNotContain("xxxx", text);
        Assert.DoesNotContain("\nBy hand:", text);
    }

    [Fact]
    public void What_cannot_be_undone_says_so()
    {
        var plan = Notices.Approval().Plan! with { Inverse = null, Reversibility = Reversibility.Irreversible, CostPerHourDelta = null, ProtectedBy = "the ReadOnly lock 'x'" };
        var text = Text(Notices.Approval() with { Plan = plan });
        Assert.Contains("Undo: not possible; it needs two people", text);
        Assert.Contains("Cost: no price is known", text);
        Assert.Contains("Protected by: the ReadOnly lock 'x'", text);
    }

    private static Notice Everywhere(string text)
    {
        var notice = Notices.Approval(text);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["state"] = text };
        return notice with
        {
            Headline = text,
            Details = [text],
            Incident = notice.Incident with { Service = text, Resource = "/a/" + text.Replace('/', ' ') },
            Plan = notice.Plan! with { Summary = text, Before = fields, After = fields, Currency = "USD", ByHand = "az x", UndoByHand = null, ProtectedBy = text },
        };
    }

    private static JsonNode Parse(Notice notice) => JsonNode.Parse(TeamsCard.Message(notice)!)!;

    private static string Text(Notice notice) => string.Join('\n', TeamsCard.Build(notice)["body"]!.AsArray()
        .Where(e => e!["inlines"] is not null)
        .Select(e => string.Concat(e!["inlines"]!.AsArray().Select(r => (string?)r!["text"]))));

    private static void CheckShape(JsonNode node)
    {
        foreach (var element in Objects(node).Where(o => o.ContainsKey("type")))
        {
            Assert.Empty(element.Select(p => p.Key).Except(Members[(string)element["type"]!]));
        }
    }

    private static string Skeleton(JsonNode node) => string.Join(' ', Objects(node).Select(o => $"{o["type"]}:{o.Count}"));

    private static List<string?> Urls(JsonNode node) => [.. Objects(node).Where(o => o.ContainsKey("url")).Select(o => (string?)o["url"])];

    private static IEnumerable<string> Texts(JsonNode node) => Objects(node).Where(o => o.ContainsKey("text")).Select(o => (string)o["text"]!);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Objects(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };
}
