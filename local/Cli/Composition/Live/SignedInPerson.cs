using System.Text.Json;
using Azure.Core;
using Azure.Identity;
using OpsAutomation.Cli.Verbs;

namespace OpsAutomation.Cli.Composition.Live;

/// <summary>The person who is signed in to Azure on this machine.</summary>
internal static class SignedInPerson
{
    private const string Scope = "https://management.azure.com/.default";
    private static readonly string[] Claims = ["upn", "preferred_username", "unique_name"];

    /// <summary>Asks for a token and tells whose it is. The token comes from Entra's own answer to us, so it is read and not verified.</summary>
    /// <exception cref="CliException">Nobody is signed in, or it is no person.</exception>
    public static async Task<string> NameAsync(TokenCredential credential, CancellationToken cancellationToken)
    {
        AccessToken token;
        try
        {
            token = await credential.GetTokenAsync(new TokenRequestContext([Scope]), cancellationToken);
        }
        catch (AuthenticationFailedException)
        {
            // The SDK's message may quote what a broken credential was configured with.
            throw new CliException("Nobody is signed in to Azure here. Run 'az login' (or 'azd auth login'), and try again.");
        }

        return Name(token.Token) ?? throw new CliException("What is signed in to Azure is no person. Live mode acts for a person, whose name stands in every decision: run 'az login' as yourself.");
    }

    private static string? Name(string token)
    {
        try
        {
            var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
            using var payload = JsonDocument.Parse(Convert.FromBase64String(part.PadRight(part.Length + ((4 - (part.Length % 4)) % 4), '=')));
            return Claims.Select(c => payload.RootElement.TryGetProperty(c, out var value) ? value.GetString() : null).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        }
        catch (Exception e) when (e is IndexOutOfRangeException or FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
