namespace OpsAutomation.SimulatedAzure.Arm;

/// <summary>
/// A resource id: <c>/subscriptions/{s}/resourceGroups/{rg}/providers/{namespace}/{type}/{name}</c>, or one of its outer scopes.
/// Compared without regard to case, as ARM does.
/// </summary>
/// <param name="Subscription">Subscription id.</param>
/// <param name="ResourceGroup">Resource group, or null for a subscription.</param>
/// <param name="Type">Resource type, for example <c>Microsoft.Web/sites/slots</c>, or null for a group or subscription.</param>
/// <param name="Name">Resource name, or null; of a child, the names of its parents before it (<c>app/staging</c>).</param>
internal sealed record ArmId(string Subscription, string? ResourceGroup, string? Type, string? Name)
{
    /// <summary>The id as it is written.</summary>
    public string Text => this switch
    {
        { ResourceGroup: null } => $"/subscriptions/{Subscription}",
        { Type: null } => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}",
        _ => $"/subscriptions/{Subscription}/resourceGroups/{ResourceGroup}/providers/{Provider}/{string.Join('/', Type.Split('/').Skip(1).Zip(Name!.Split('/'), (type, name) => $"{type}/{name}"))}",
    };

    /// <summary>The id as it is compared and stored.</summary>
    public string Key => Text.ToLowerInvariant();

    /// <summary>Provider namespace of the type.</summary>
    public string? Provider => Type?.Split('/')[0];

    /// <summary>The id itself and every scope around it, innermost first.</summary>
    public IEnumerable<ArmId> Scopes()
    {
        for (var (type, name) = (Type, Name); type is not null; (type, name) = (Outer(type, 2), Outer(name!, 1)))
        {
            yield return this with { Type = type, Name = name };
        }

        if (ResourceGroup is not null)
        {
            yield return new ArmId(Subscription, ResourceGroup, null, null);
        }

        yield return new ArmId(Subscription, null, null, null);
    }

    /// <summary>Reads an id that is known to be whole; null when it is not one.</summary>
    public static ArmId? Parse(string text)
    {
        var parts = text.Split('/', StringSplitOptions.RemoveEmptyEntries);
        bool At(int index, string word) => parts.Length > index && parts[index].Equals(word, StringComparison.OrdinalIgnoreCase);
        return parts.Length switch
        {
            2 when At(0, "subscriptions") => new ArmId(parts[1], null, null, null),
            4 when At(0, "subscriptions") && At(2, "resourceGroups") => new ArmId(parts[1], parts[3], null, null),
            >= 8 when parts.Length % 2 == 0 && At(0, "subscriptions") && At(2, "resourceGroups") && At(4, "providers") => new ArmId(
                parts[1], parts[3], $"{parts[5]}/{string.Join('/', parts[6..].Where((_, index) => index % 2 == 0))}", string.Join('/', parts[6..].Where((_, index) => index % 2 == 1))),
            _ => null,
        };
    }

    /// <summary>All but the last segment, or null when fewer than <paramref name="least"/> would be left.</summary>
    private static string? Outer(string text, int least)
    {
        var parts = text.Split('/');
        return parts.Length > least ? string.Join('/', parts[..^1]) : null;
    }
}
