namespace OpsAutomation.Integrations.Credentials;

/// <summary>
/// The value of a secret on its way from where it is made to the vault, inside one call. It shows itself to nobody: no text,
/// no serialised form, no equality by value.
/// </summary>
internal sealed class SecretValue
{
    private readonly string _value;

    private SecretValue(string value) => _value = value;

    /// <summary>Takes a value.</summary>
    public static SecretValue Of(string value) => new(value);

    /// <summary>The value, for the request that publishes it and for nothing else.</summary>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => "(withheld)";
}
