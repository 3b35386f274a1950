using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops explain</c>: why was I, or was I not, told about this alert? By its id, or the newest of a search.</summary>
internal static class ExplainVerb
{
    // So many matches are listed before the newest is explained.
    private const int Listed = 10;

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var alert = new Argument<string?>("alert") { Description = "Id of an alert, as 'ops fire' printed it; or none, and a search.", Arity = ArgumentArity.ZeroOrOne };
        var body = new Option<bool>("--body") { Description = "Print the body of a dead letter, without its secrets, for 'ops normalize'." };
        var search = new SearchOptions();
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("explain", "Say what became of an alert, why, whether people were paged, and what would have happened otherwise.")
        {
            alert, body, to, data, CommonOptions.SystemsCatalog(), json,
        };
        foreach (var option in search.All)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var id = parsed.GetValue(alert);
            if (id is null == !search.Given(parsed))
            {
                throw new CliException("Name an alert, or search for one (--fingerprint, --resource, --rule, --service ...), and not both.", ExitCodes.Usage);
            }

            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            var found = id is null ? await FindAsync(api, search.Path(parsed, Listed, TimeProvider.System), cancellationToken) : null;
            id ??= found!["alerts"]!.AsArray().FirstOrDefault()?["id"]!.GetValue<string>();
            var answer = id is null ? null : await ReadAsync(api, id, cancellationToken);
            if (parsed.GetValue(body))
            {
                return Body(answer);
            }

            if (parsed.GetValue(json))
            {
                answer ??= [];
                if (found is not null)
                {
                    answer["search"] = found.DeepClone();
                }

                Console.WriteLine(answer.ToJsonString());
            }
            else
            {
                Tell(found, answer);
            }

            return id is null ? ExitCodes.NotWell : ExitCodes.Done;
        });
        return command;
    }

    // Goes on until something fits or everything was looked at: "nothing" must not mean "not so far".
    private static async Task<JsonNode> FindAsync(LocalApi api, string path, CancellationToken cancellationToken)
    {
        var scanned = 0;
        while (true)
        {
            using var answer = await api.GetAsync(path, cancellationToken);
            var found = JsonNode.Parse(answer.RootElement.GetRawText())!;
            scanned += found["scanned"]!.GetValue<int>();
            if (found["alerts"]!.AsArray().Count > 0 || found["next"] is not { } next)
            {
                found["scanned"] = scanned;
                return found;
            }

            path = next.GetValue<string>();
        }
    }

    private static async Task<JsonObject> ReadAsync(LocalApi api, string id, CancellationToken cancellationToken)
    {
        using var answer = await api.GetAsync($"/api/alerts/{Uri.EscapeDataString(id)}", cancellationToken);
        return JsonNode.Parse(answer.RootElement.GetRawText())!.AsObject();
    }

    private static int Body(JsonObject? answer)
    {
        if (answer?["payload"]?["body"] is { } body)
        {
            // What could not be split is kept as the text that came in: that is what is tried again.
            Console.WriteLine(body is JsonObject { Count: 1 } kept && kept["unparseable"] is JsonValue text ? text.GetValue<string>() : body.ToJsonString());
            return ExitCodes.Done;
        }

        throw new CliException("There is no body to print: only those of dead letters can be, while they are kept.");
    }

    private static void Tell(JsonNode? found, JsonObject? answer)
    {
        if (found is not null)
        {
            using var list = JsonDocument.Parse(found.ToJsonString());
            foreach (var match in list.RootElement.GetProperty("alerts").EnumerateArray())
            {
                Console.WriteLine(SearchOptions.Line(match));
            }

            Console.WriteLine(answer is null
                ? $"No alert fits; all {found["scanned"]} of that time were looked at."
                : found["complete"]!.GetValue<bool>() ? "The newest:" : "There are more ('ops alerts' lists them). The newest:");
        }

        if (answer is not null)
        {
            using var document = JsonDocument.Parse(answer.ToJsonString());
            Explain(document.RootElement);
        }
    }

    private static void Explain(JsonElement root)
    {
        Console.WriteLine(Text(root.GetProperty("paged"), "text"));
        Console.WriteLine(Text(root, "history"));
        foreach (var disposition in root.GetProperty("dispositions").EnumerateArray())
        {
            Console.WriteLine($"{Terminal.Time(disposition.GetProperty("at"))}  {Text(disposition, "kind")}  incident {Text(disposition, "incidentId")}");
            Console.WriteLine($"  why:       {Text(disposition, "reason")}");
            Console.WriteLine($"  otherwise: {Text(disposition, "otherwise")}");
        }

        if (root.GetProperty("onCall").EnumerateArray().Select(p => Terminal.Safe(p.ToString())).ToArray() is { Length: > 0 } people)
        {
            Console.WriteLine($"On call for the service: {string.Join(", ", people)}");
        }

        if (root.TryGetProperty("deadLetter", out var letter))
        {
            Console.WriteLine($"Not understood: {Text(letter, "field")}: {Text(letter, "reason")}  nearest: {Text(letter, "nearest")}");
            Console.WriteLine($"Try again:      {Text(root, "replay")}");
        }
    }

    private static string Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
