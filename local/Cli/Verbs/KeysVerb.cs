using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using Azure.Identity;
using OpsAutomation.Integrations.Arm.Calls;
using OpsAutomation.Integrations.KeyVault;

namespace OpsAutomation.Cli.Verbs;

/// <summary><c>ops keys</c>: the keys that sign links. Lists them, puts a new one in front, takes back what was signed.</summary>
internal static class KeysVerb
{
    /// <summary>Builds the verb.</summary>
    public static Command Create()
    {
        var command = new Command("keys", "The keys that sign the links of messages: list, rotate, revoke.") { List(), Rotate(), Revoke() };
        command.SetAction(_ =>
        {
            Console.Error.WriteLine("Say list, rotate or revoke.");
            return ExitCodes.Usage;
        });
        return command;
    }

    private static Command List()
    {
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("list", "Which keys there are, and what was taken back. No secret is shown.") { to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!);
            using var answer = await api.GetAsync("/api/link-keys", cancellationToken);
            Console.WriteLine(parsed.GetValue(json) ? answer.RootElement.GetRawText() : Text(answer.RootElement));
            return ExitCodes.Done;
        });
        return command;
    }

    private static Command Rotate()
    {
        var vault = new Option<Uri?>("--vault-secret") { Description = "Address of the secret in Key Vault whose versions are the ring; as you are signed in to az." };
        var (user, reason) = Who();
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("rotate", "Put a new key in front; what older ones signed is accepted until it has expired.") { vault, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(vault) is { } secret)
            {
                var id = await Vault(secret).AddAsync(cancellationToken);
                return Say(parsed.GetValue(json), $"{id} signs in {VaultLinkKeys.Settling.TotalMinutes:0} minutes, when every instance has read it.");
            }

            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            return await PostAsync(api, "/api/link-keys/rotate", new { user = parsed.GetValue(user), reason = parsed.GetValue(reason) }, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static Command Revoke()
    {
        var key = new Argument<string?>("key") { Description = "Id of a key: nothing that it signed is accepted any more.", Arity = ArgumentArity.ZeroOrOne };
        var incident = new Option<string?>("--incident") { Description = "An incident: its links so far are taken back; a new request has new ones." };
        var link = new Option<string?>("--link") { Description = "One link, as it stands in a message." };
        var vault = new Option<Uri?>("--vault-secret") { Description = "Address of the secret in Key Vault whose version KEY is disabled; as you are signed in to az." };
        var (user, reason) = Who();
        var (to, data, json) = (CommonOptions.To(), CommonOptions.Data(), CommonOptions.Json());
        var command = new Command("revoke", "Take back a key, the links of an incident, or one link.") { key, incident, link, vault, user, reason, to, data, CommonOptions.SystemsCatalog(), json };
        command.Validators.Add(result =>
        {
            var named = new[] { result.GetValue(key), result.GetValue(incident), result.GetValue(link) }.Count(t => t is not null);
            if (named != 1 || (result.GetValue(vault) is not null && result.GetValue(key) is null))
            {
                result.AddError("Say one of: KEY, --incident ID, --link LINK; with --vault-secret, KEY.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(vault) is { } secret)
            {
                await Vault(secret).DisableAsync(parsed.GetValue(key)!, cancellationToken);
                return Say(parsed.GetValue(json), $"The version {parsed.GetValue(key)} is disabled: nothing that it signed is accepted once the ring is read again, within {VaultLinkKeys.Every.TotalMinutes:0} minutes.");
            }

            using var api = LocalApi.Open(parsed.GetValue(to)!, parsed.GetValue(data)!, parsed.GetValue(user));
            var body = new { key = parsed.GetValue(key), incident = parsed.GetValue(incident), link = parsed.GetValue(link), user = parsed.GetValue(user), reason = parsed.GetValue(reason) };
            return await PostAsync(api, "/api/link-keys/revoke", body, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static (Option<string?> User, Option<string?> Reason) Who() => (
        new("--as") { Description = "The local user who does it." },
        new("--reason") { Description = "Why; it is kept." });

    private static VaultLinkKeys Vault(Uri secret) => VaultLinkKeys.IsSecret(secret)
        ? new VaultLinkKeys(secret, new AzureCliCredential(), null, TimeProvider.System, new RecentArmCalls())
        : throw new CliException("--vault-secret is the address of a secret without a version: https://VAULT.vault.azure.net/secrets/NAME.", ExitCodes.Usage);

    private static async Task<int> PostAsync(LocalApi api, string path, object body, bool json, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body);
        using var answer = await api.PostAsync(path, content, cancellationToken);
        Console.WriteLine(json ? answer.RootElement.GetRawText() : Of(answer.RootElement, "message"));
        return ExitCodes.Done;
    }

    private static int Say(bool json, string message)
    {
        Console.WriteLine(json ? JsonSerializer.Serialize(new { message }) : message);
        return ExitCodes.Done;
    }

    private static string Text(JsonElement root) => string.Join(Environment.NewLine, root.GetProperty("keys").EnumerateArray()
        .Select(k => $"{Of(k, "id")}  {Of(k, "state")}  made {Time(k, "madeAt")}  accepted until {Time(k, "acceptedUntil")}")
        .Concat(root.GetProperty("revocations").EnumerateArray().Select(r => $"taken back: {Of(r, "what")} {Of(r, "target")}, {Time(r, "at")}, by {Of(r, "by")}: {Of(r, "reason")}"))
        .Prepend($"Kept in {Of(root, "home")}"));

    private static string Time(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? Terminal.Time(value) : "-";

    private static string Of(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Terminal.Safe(value.ToString()) : "-";
}
