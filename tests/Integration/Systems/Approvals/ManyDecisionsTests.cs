using System.Text.Json.Nodes;
using OpsAutomation.Core.Actions;
using OpsAutomation.Core.Alerts;
using OpsAutomation.Core.Approvals;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Core.Playbooks;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Testing.Systems.Local;

namespace OpsAutomation.Integration.Systems.Approvals;

/// <summary>A thousand decisions about a hundred approvals at once, through the real host into the real store.</summary>
public sealed class ManyDecisionsTests
{
    private const int Approvals = 100;
    private const int Quorum = 3;

    // What ten posts about one approval say, all at once, and what they must come to in every order.
    private static readonly (string[] Posts, ApprovalState End, int People)[] Kinds =
    [
        (["ana+", "ben+", "maria+", "ana+", "ben+", "maria+", "ana+", "ben+", "maria+", "ana+"], ApprovalState.Approved, 3),
        (["ana+", "ben+", "ana+", "ben+", "ana+", "ben+", "ana+", "ben+", "ana+", "ben+"], ApprovalState.Open, 2),
        (["ana+", "ben+", "maria+", "zoe-", "ana+", "ben+", "maria+", "zoe-", "ana+", "zoe-"], ApprovalState.Rejected, -1),

        // Tom decides in ana's place: beside her he is nobody, and with two others he is one.
        (["tom+", "ana+", "tom+", "ana+", "tom+", "ana+", "tom+", "ana+", "tom+", "ana+"], ApprovalState.Open, 1),
        (["tom+", "ben+", "maria+", "tom+", "ben+", "maria+", "tom+", "ben+", "maria+", "tom+"], ApprovalState.Approved, 3),

        // Lea is nobody here, and Max only where he is asked.
        (["lea+", "lea-", "max+", "lea+", "lea-", "max+", "lea+", "lea-", "max-", "ana+"], ApprovalState.Open, 1),
    ];

    [Fact]
    public async Task A_thousand_decisions_at_once_on_a_hundred_approvals_come_out_right()
    {
        using var catalog = new CatalogCopy().Replace("routing.yaml", "  - maria", "  - maria\n  - zoe\n  - tom\n  - lea\n  - max");
        await using var system = await LocalSystemDriver.StartAsync(new SystemSetup { CatalogDirectory = catalog.Folder });
        var given = await system.PostAsync("/api/approvals/people/delegations", new JsonObject { ["to"] = "tom", ["for"] = "2d", ["reason"] = "Away.", ["user"] = "ana" });
        Assert.Equal(200, given.Status);
        var first = await system.IncidentOfAsync(await system.FireSampleAsync("checkout-errors"));
        var alert = (await system.IncidentAsync(first)).Facts.OfType<Fact.Opened>().First().Alert;
        var claims = new List<ApprovalClaims>();
        for (var i = 0; i < Approvals; i++)
        {
            claims.Add(await AskAsync(system, alert, i));
        }

        var signer = system.Service<LinkSigner>();
        var tokens = claims.ConvertAll(signer.Sign);
        var order = Enumerable.Range(0, Approvals * 10).ToArray();
        new Random(7).Shuffle(order);
        var answers = new (string Post, Answer Answer)[order.Length];
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (n, _) =>
        {
            var (at, post) = (n / 10, Kinds[n / 10 % Kinds.Length].Posts[n % 10]);
            answers[n] = (post, await system.PostAsync($"/api/approvals/{claims[at].ApprovalId}", new JsonObject
            {
                ["token"] = tokens[at],
                ["user"] = post[..^1],
                ["decision"] = post[^1] == '+' ? "approve" : "reject",
                ["reason"] = "At once.",
            }));
        });

        Assert.All(answers, a => Assert.True(a.Answer.Status == 200 || (a.Answer.Status == 403 && a.Post[..3] is "lea" or "max"), $"{a.Post}: {a.Answer.Status} {a.Answer.Body}"));
        var desk = system.Service<ApprovalDesk>();
        for (var i = 0; i < Approvals; i++)
        {
            var (_, end, people) = Kinds[i % Kinds.Length];
            var view = (await desk.ReadAsync(claims[i])).View!;
            var facts = (await system.IncidentAsync(claims[i].IncidentId)).Facts.OfType<Fact.Decided>().ToList();

            Assert.Equal((i, end), (i, view.State));
            Assert.Equal(facts.Count, facts.Select(f => f.By).Distinct(StringComparer.OrdinalIgnoreCase).Count());
            Assert.Equal(facts.Count, answers[(i * 10)..((i * 10) + 10)].Count(a => a.Answer.Status == 200 && a.Answer.Json["recorded"]!.GetValue<bool>()));
            Assert.True(people < 0 || view.Approvals == people, $"{i}: {view.Approvals} people, not {people}");
        }
    }

    // A question without a run that waits for it: what is tested is deciding.
    private static async Task<ApprovalClaims> AskAsync(LocalSystemDriver system, Alert alert, int number)
    {
        var (journal, id) = (system.Service<IncidentJournal>(), $"INC-20261124-{number:x10}");
        var pinned = PlaybookHash.Pin(system.Local.Catalog.Playbooks.First(p => p.Name == "restart-web-app"));
        var now = system.Clock.GetUtcNow();
        await journal.OpenAsync(
            new Incident
            {
                Id = id,
                Scope = "none",
                Title = "A question",
                Severity = alert.Severity,
                Status = IncidentStatus.Open,
                Episode = 1,
                StartedAt = now,
                OpenedAt = now,
                UpdatedAt = now,
                AlertCount = 1,
                LastSequence = 0,
                LastHash = string.Empty,
            },
            new NewEntry("opened", Actors.System, "Opened.", new Fact.Opened(alert)));
        await journal.PinAsync(id, pinned);
        var asked = new Fact.Asked("restart", IncidentRun.ApprovalId(id, "restart", 1), $"{number:x64}", ["role:on-call", "maria", "zoe"], Quorum, now.AddHours(4));
        foreach (var (key, fact) in new (string, Fact)[]
        {
            ("classify", new Fact.PlaybookChosen(pinned.Playbook.Name, pinned.Playbook.Version, pinned.Hash, "x")),
            ("plan", new Fact.Planned("restart", 1, Plan(number), asked.PlanHash)),
            ("ask", asked),
        })
        {
            await journal.AppendAsync(id, _ => new NewEntry(key, Actors.Automation, key, fact));
        }

        return system.Service<ApprovalDesk>().ClaimsOf(id, asked);
    }

    private static ActionPlan Plan(int number) => new()
    {
        Action = "site.restart",
        Target = new ActionTarget($"/subscriptions/11111111-1111-1111-1111-111111111111/resourcegroups/rg/providers/microsoft.web/sites/app-{number}", "1", $"app-{number}"),
        Parameters = [],
        Preconditions = [],
        Before = new Dictionary<string, string>(StringComparer.Ordinal),
        After = new Dictionary<string, string>(StringComparer.Ordinal),
        Reversibility = Reversibility.NoLastingChange,
        Summary = $"Restart app-{number}.",
        ByHand = $"az webapp restart -n app-{number}",
    };
}
