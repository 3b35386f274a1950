using OpsAutomation.Core.Guardrails.Settings;

namespace OpsAutomation.Core.Guardrails;

/// <summary>In a freeze automation changes nothing by itself; where the default is closed, it acts inside the windows alone.</summary>
public static class FreezeRule
{
    /// <summary>Name in verdicts.</summary>
    public const string Name = "freeze";

    /// <summary>Asks or refuses in a freeze. What is taken back because it failed passes: a freeze must not keep a fault in place.</summary>
    public static Verdict Check(GuardrailFacts facts, FreezeSettings settings)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(settings);
        if (facts.Purpose is ChangePurpose.Undo or ChangePurpose.PersonUndo)
        {
            return Verdict.Pass(Name, "Taking back passes a freeze.");
        }

        foreach (var resource in facts.Resources)
        {
            var covering = settings.Windows.Where(w => settings.Default == FreezeDefault.Open ? w.Reaches(resource) : w.IsFor(resource)).Select(w => (Window: w, Until: ActiveUntil(w, facts.Now))).ToList();
            if (settings.Default == FreezeDefault.Open)
            {
                // A schedule that cannot be understood here may be on: it is taken for so.
                var on = covering.FindAll(c => c.Until is not null || c.Window.Schedule is null);
                if (on is [{ Window: { } window } frozen, ..])
                {
                    return Restrained(
                        settings.During,
                        $"The freeze {window.Name} is on{(frozen.Until is { } until ? $" until {until:u}" : string.Empty)}: {window.Reason}{(on.Count > 1 ? $" So are {string.Join(", ", on.Skip(1).Select(o => o.Window.Name))}." : string.Empty)}",
                        string.Join(',', on.Select(o => o.Window.Name)));
                }
            }
            else if (!covering.Exists(c => c.Until is not null))
            {
                return Restrained(settings.During, $"No window allows automation to change {resource.Id} now.", "closed");
            }
        }

        return Verdict.Pass(Name, "No freeze is on.");
    }

    private static DateTimeOffset? ActiveUntil(FreezeWindow window, DateTimeOffset now) => window.Schedule?.ActiveAt(now)?.End;

    private static Verdict Restrained(Restraint during, string reason, string about) =>
        during == Restraint.Refuse ? Verdict.Refuse(Name, reason) : Verdict.Ask(Name, $"{reason} A person decides.", about);
}
