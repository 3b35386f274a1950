using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using OpsAutomation.Core.Catalog;
using OpsAutomation.Core.OnCall;
using OpsAutomation.Integrations.Arm.Actions;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops oncall</c>: who is on call, and the hand-overs to come, from the schedules of <c>routing.yaml</c>.</summary>
internal static class OnCallVerb
{
    private const int MostDays = 366;

    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var at = new Option<DateTimeOffset?>("--at")
        {
            Description = "The moment, with its offset, such as 2026-12-24T09:00+01:00; now when left out.",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : string.Empty;
                if (DateTimeOffset.TryParseExact(
                    text, ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
                {
                    return moment;
                }

                result.AddError($"'{text}' is no moment; write one with its offset, such as 2026-12-24T09:00+01:00.");
                return null;
            },
        };
        var days = new Option<int>("--days") { Description = $"How many days of hand-overs to list, from 1 to {MostDays}.", DefaultValueFactory = _ => 7 };
        days.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<int>() is >= 1 and <= MostDays))
            {
                result.AddError($"--days must be from 1 to {MostDays}.");
            }
        });
        var (catalog, json) = (CommonOptions.Catalog(), CommonOptions.Json());
        var command = new Command("oncall", "Who is on call, and the hand-overs to come.") { at, days, catalog, json };
        command.SetAction(parsed =>
        {
            var (loaded, diagnostics) = CatalogLoader.Load(parsed.GetValue(catalog)!.FullName, AzureActions.Descriptions);
            if (loaded is null)
            {
                foreach (var diagnostic in diagnostics)
                {
                    Console.Error.WriteLine(diagnostic);
                }

                return ExitCodes.NotWell;
            }

            var moment = (parsed.GetValue(at) ?? TimeProvider.System.GetUtcNow()).ToUniversalTime();
            return Print(loaded.Routing.Schedules, moment, parsed.GetValue(days), parsed.GetValue(json));
        });
        return command;
    }

    // Not well where a schedule has nobody now: whoever asks in a script wants to know.
    private static int Print(IReadOnlyList<OnCallSchedule> schedules, DateTimeOffset at, int days, bool json)
    {
        if (json)
        {
            var told = schedules.Select(s => new { s.Name, TimeZone = s.Zone.Id, OnCall = s.At(at), Turns = s.Turns(at, at.AddDays(days)) });
            Console.WriteLine(JsonSerializer.Serialize(new { At = at, Schedules = told }, Core.Records.OpsJson.Options));
        }
        else if (schedules.Count == 0)
        {
            Console.WriteLine("routing.yaml has no 'schedules'; services name who is on call for them.");
        }
        else
        {
            foreach (var schedule in schedules)
            {
                Tell(schedule, at, days);
            }
        }

        return schedules.All(s => s.At(at) is not null) ? ExitCodes.Done : ExitCodes.NotWell;
    }

    private static void Tell(OnCallSchedule schedule, DateTimeOffset at, int days)
    {
        Console.WriteLine($"{schedule.Name}: {schedule.At(at) ?? "NOBODY"} is on call at {at:yyyy-MM-dd HH:mm} UTC ({schedule.Zone.Id})");
        foreach (var turn in schedule.Turns(at, at.AddDays(days)))
        {
            var there = TimeZoneInfo.ConvertTime(turn.From, schedule.Zone);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {there:ddd yyyy-MM-dd HH:mm zzz}  {turn.User ?? "NOBODY",-20}  {(turn.To - turn.From).TotalHours,7:0.##} h  {turn.Why}"));
        }
    }
}
