namespace OpsAutomation.Integration.Infra.Hooks;

/// <summary>Runs a hook of azd as azd would, against a fake Azure: <c>az</c>, <c>azd</c> and <c>curl</c> of <c>tests/Infra/fakes</c>.</summary>
internal sealed class HookRig : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ops-hook-").FullName;

    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal)
    {
        ["AZURE_ENV_NAME"] = "staging",
        ["AZURE_LOCATION"] = "northeurope",
        ["AZURE_SUBSCRIPTION_ID"] = "11111111-1111-1111-1111-111111111111",
        ["AZURE_TENANT_ID"] = "55555555-5555-5555-5555-555555555555",
        ["AZURE_RESOURCE_GROUP"] = "rg-ops-staging",
        ["OPS_TEAMS_WEBHOOK"] = "https://teams.example.com/very-secret",
        ["OPS_ON_CALL_EMAIL"] = "ana@example.com",
        ["OPS_AUTH_CLIENT_ID"] = "66666666-6666-6666-6666-666666666666",
        ["OPS_WEBHOOK_OBJECT_ID"] = "77777777-7777-7777-7777-777777777777",
        ["OPS_WEBHOOK_AUDIENCE"] = "api://webhook",
        ["OPS_FUNCTION_APP"] = "func-ops-x",
        ["OPS_FUNCTION_HOST"] = "func-ops-x.azurewebsites.net",
        ["OPS_PUBLIC_ORIGIN"] = "https://func-ops-x.azurewebsites.net",
        ["OPS_KEY_VAULT"] = "kv-ops-x",
        ["OPS_TOPIC"] = "evgt-ops-x",
        ["OPS_SYSTEM_TOPICS"] = "[\"evgs-ops-vault-x\",\"evgs-ops-health-x\"]",
        ["OPS_STATE_ACCOUNT"] = "stopsx",
        ["OPS_DEAD_LETTER_CONTAINER"] = "dead-letters",
        ["OPS_INGRESS_PRINCIPAL_ID"] = "88888888-8888-8888-8888-888888888888",
        ["OPS_SOURCES_WITH_SECRET"] = "[\"deployment\"]",
        ["OPS_LINK_KEY_ID"] = "k1",
        ["OPS_HOOK_PAUSE"] = "0",
    };

    public HookRig() => _environment["TMPDIR"] = _folder;

    /// <summary>Every call that the hook made, in order.</summary>
    public string Calls => File.Exists(LogPath) ? File.ReadAllText(LogPath) : string.Empty;

    /// <summary>What is left in the folder for temporary files.</summary>
    public IEnumerable<string> Left => Directory.GetFileSystemEntries(_folder).Where(f => f != LogPath);

    private string LogPath => Path.Combine(_folder, "calls");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Sets a variable, or takes it away.</summary>
    public HookRig With(string name, string? value)
    {
        if (value is null)
        {
            _environment.Remove(name);
        }
        else
        {
            _environment[name] = value;
        }

        return this;
    }

    /// <summary>Runs one and gives what it said.</summary>
    public async Task<(int Code, string Said)> RunAsync(string hook)
    {
        var path = $"{Programs.Repository("tests/Infra/fakes")}:/usr/bin:/bin";
        var environment = new Dictionary<string, string>(_environment, StringComparer.Ordinal) { ["PATH"] = path, ["FAKE_LOG"] = LogPath };
        var (code, output, errors) = await Programs.RunAsync("sh", [Programs.Repository($"infra/hooks/{hook}.sh")], environment);
        return (code, output + errors);
    }
}
