using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops plan</c>: what an incident's playbook would do, or a playbook on any resource, against the world as it is; nothing is reserved or sent.</summary>
internal static class PlanVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var id = new Argument<string?>("incident") { Description = "An incident; or name a playbook and a resource.", Arity = ArgumentArity.ZeroOrOne };
        var playbook = new Option<string?>("--playbook") { Description = "Name of the playbook." };
        var resource = new Option<string?>("--resource") { Description = "ARM id of the resource." };
        var param = new Option<string[]>("--param") { Description = "A parameter of the playbook, such as add=2; may be given several times." };
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("plan", "What a playbook would do now: steps, changes, guardrails, cost; nothing is done.") { id, playbook, resource, param, to, data, CommonOptions.SystemsCatalog(), json };
        command.Validators.Add(parsed =>
        {
            var both = parsed.GetValue(playbook) is not null && parsed.GetValue(resource) is not null;
            if ((parsed.GetValue(id) is not null) == both || (parsed.GetValue(playbook) is null) != (parsed.GetValue(resource) is null))
            {
                parsed.AddError("Name an incident, or both --playbook and --resource.");
            }

            if ((parsed.GetValue(param) ?? []).Any(p => p.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                parsed.AddError("--param is NAME=VALUE.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = parsed.GetValue(id) is { } incident
                ? await api.GetAsync($"/api/incidents/{Uri.EscapeDataString(incident)}/plan", cancellationToken)
                : await DryAsync(api, parsed.GetValue(playbook)!, parsed.GetValue(resource)!, parsed.GetValue(param) ?? [], cancellationToken);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(answer.RootElement.GetRawText());
            }
            else
            {
                Tell(answer.RootElement);
            }

            return answer.RootElement.GetProperty("wouldAct").GetBoolean() ? ExitCodes.Done : ExitCodes.NotWell;
        });
        return command;
    }

    private static async Task<JsonDocument> DryAsync(LocalApi api, string playbook, string resource, string[] given, CancellationToken cancellationToken)
    {
        var parameters = given.Select(p => p.Split('=', 2)).GroupBy(p => p[0], StringComparer.Ordinal).ToDictionary(p => p.Key, p => p.Last()[1], StringComparer.Ordinal);
        using var content = JsonContent.Create(new { playbook, resource, parameters });
        return await api.PostAsync("/api/plans", content, cancellationToken);
    }

    private static void Tell(JsonElement root)
    {
        if (root.TryGetProperty("playbook", out var playbook))
        {
            Console.WriteLine($"{Terminal.Safe(playbook.GetString()!)} {Text(root, "version")}  {Text(root, "autonomy").ToLowerInvariant()}: {Text(root, "autonomyReason")}");
        }

        if (root.TryGetProperty("reason", out var reason))
        {
            Console.WriteLine(Terminal.Safe(reason.GetString()!));
        }

        foreach (var step in root.GetProperty("steps").EnumerateArray())
        {
            Console.WriteLine($"{Text(step, "stepId")}  {Text(step, "text")}");
            if (step.TryGetProperty("plan", out var plan))
            {
                Console.WriteLine($"    {Values(plan, "before")} -> {Values(plan, "after")}  {Cost(plan)}  {Who(root, step)}");
                Console.WriteLine($"    plan hash {Text(step, "planHash")}");
            }

            var verdicts = step.GetProperty("verdicts").EnumerateArray().ToList();
            if (verdicts.Count > 0)
            {
                Console.WriteLine($"    guardrails: {verdicts.Count(v => Text(v, "kind") == "Allowed")} of {verdicts.Count} let it pass");
            }

            foreach (var verdict in verdicts.Where(v => Text(v, "kind") != "Allowed"))
            {
                Console.WriteLine($"    {Text(verdict, "rule")} {(Text(verdict, "kind") == "Refused" ? "refuses" : "wants a person")}: {Text(verdict, "reason")}");
            }
        }
    }

    private static string Who(JsonElement root, JsonElement step) =>
        Text(root, "autonomy") == "Shadow" ? "only watches" : step.GetProperty("needsApproval").GetBoolean() ? "a person approves" : "acts alone";

    private static string Cost(JsonElement plan) =>
        plan.TryGetProperty("costPerHourDelta", out var cost) ? cost.GetDouble() == 0 ? "costs nothing" : FormattableString.Invariant($"{cost.GetDouble():+0.####;-0.####;0} {Text(plan, "currency")}/h") : "price not known";

    private static string Values(JsonElement plan, string name) =>
        Terminal.Safe(string.Join(", ", plan.GetProperty(name).EnumerateObject().Select(p => $"{p.Name} {p.Value}")));

    private static string Text(JsonElement element, string name) => Terminal.Safe(element.TryGetProperty(name, out var value) ? value.ToString() : "-");
}
