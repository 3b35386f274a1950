using Azure.Core;

namespace OpsAutomation.Integrations.Arm;

/// <summary>Writes the commands that a person would type.</summary>
internal static class AzCommand
{
    /// <summary>A command on a resource by its subscription, group and name; every value is quoted.</summary>
    public static string Of(string verb, ResourceIdentifier id, params ReadOnlySpan<(string Option, string Value)> options) =>
        With($"az {verb} --subscription {ShellQuote.Of(id.SubscriptionId ?? string.Empty)} --resource-group {ShellQuote.Of(id.ResourceGroupName ?? string.Empty)}", options);

    /// <summary>A command with options.</summary>
    public static string With(string command, params ReadOnlySpan<(string Option, string Value)> options)
    {
        foreach (var (option, value) in options)
        {
            command += $" --{option} {ShellQuote.Of(value)}";
        }

        return command;
    }
}
