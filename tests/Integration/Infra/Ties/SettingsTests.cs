using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Integration.Infra.Bicep;

namespace OpsAutomation.Integration.Infra.Ties;

/// <summary>A setting that one side spells differently is found by nobody until the service does not start in Azure.</summary>
public sealed partial class SettingsTests
{
    private const string HostJson = "AzureFunctionsJobHost__";

    // Read by the platform or by the host, not by our code.
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
    ];

    // Set by App Service Authentication itself when it is on.
    private static readonly string[] OfEasyAuth = ["WEBSITE_AUTH_CLIENT_ID", "WEBSITE_AUTH_ENABLED"];

    // The catalogue is deployed beside the assembly, which is the default.
    private static readonly string[] LeftAlone = [nameof(OpsOptions.CatalogDirectory)];

    private static string[] OfCode { get; } =
    [
        .. Options(typeof(OpsOptions), "Ops").Order(StringComparer.Ordinal),
    ];

    [BicepFact]
    public async Task Bicep_sets_exactly_the_settings_that_the_code_reads()
    {
        var set = (await OfBicepAsync()).ToArray();

        Assert.Equal(OfCode, set.Where(s => s.StartsWith("Ops__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            NamedInCode().Except(OfEasyAuth, StringComparer.Ordinal).Concat(OfThePlatform).Order(StringComparer.Ordinal),
            set.Where(s => !s.StartsWith("Ops__", StringComparison.Ordinal) && !s.StartsWith(HostJson, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public async Task The_sample_of_local_settings_has_the_same_ones()
    {
        var sample = Sample();

        Assert.Equal(OfCode, sample.Keys.Where(s => s.StartsWith("Ops__", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            (await OfBicepAsync()).Where(s => s.StartsWith(HostJson, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
            sample.Keys.Where(s => s.StartsWith(HostJson, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(
            NamedInCode().Except(OfEasyAuth, StringComparer.Ordinal).Concat(["AzureWebJobsStorage", "FUNCTIONS_WORKER_RUNTIME"]).Order(StringComparer.Ordinal),
            sample.Keys.Where(s => !s.StartsWith("Ops__", StringComparison.Ordinal) && !s.StartsWith(HostJson, StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_starts_once_its_placeholders_are_filled_in()
    {
        var options = new OpsOptions
        {
            PublicOrigin = new Uri(Sample()["Ops__PublicOrigin"]),
            TopicEndpoint = new Uri(Sample()["Ops__TopicEndpoint"]),
            TeamsWebhook = new Uri(Sample()["Ops__TeamsWebhook"]),
            EnvironmentName = Sample()["Ops__EnvironmentName"],
            OperatorClientId = Sample()["Ops__OperatorClientId"],
            SignInPath = Sample()["Ops__SignInPath"],
            ActionGroups = new ActionGroupOptions { Tenant = Sample()["Ops__ActionGroups__Tenant"], Audience = Sample()["Ops__ActionGroups__Audience"] },
            SyntheticEvery = Time("Ops__SyntheticEvery"),
            SyntheticWithin = Time("Ops__SyntheticWithin")!.Value,
            SyntheticWindow = Time("Ops__SyntheticWindow")!.Value,
        };

        Assert.Empty(options.Problems());
        Assert.Empty(RecordsSetting.Problems(Sample()["Ops__Records"]));
        Assert.Empty(AnchorsSetting.Problems(Sample()["Ops__Anchors"]));
    }

    [BicepFact]
    public async Task Host_json_is_for_Durable_Task_Scheduler_and_the_settings_turn_it_into_one_for_Azure_Storage()
    {
        var host = JsonNode.Parse(await File.ReadAllTextAsync(Programs.Repository("host.json")))!;
        var app = await BicepFile.OfAsync("app/function.bicep");
        var alternatives = app.Var("durableSettings").Options!;

        var provider = host["extensions"]!["durableTask"]!["storageProvider"]!;
        Assert.Equal("azureManaged", (string?)provider["type"]);
        Assert.Contains((string)provider["connectionStringName"]!, alternatives[1].Properties!.Keys);
        Assert.Equal("OpenTelemetry", (string?)host["telemetryMode"]);
        Assert.Equal("", (string?)host["extensions"]!["http"]!["routePrefix"]);

        // What the host does with settings of that prefix: the words between "__" are a way through host.json.
        foreach (var (name, value) in alternatives[0].Properties!)
        {
            Assert.Equal(Sample()[name], value.Text);
            var way = name[HostJson.Length..].Split("__");
            var at = way[..^1].Aggregate(host, (n, word) => n[word]!);
            at[way[^1]] = value.Text;
        }

        Assert.Equal("AzureStorage", (string?)provider["type"]);
        Assert.Equal("AzureWebJobsStorage", (string?)provider["connectionName"]);
        Assert.Equal("00:00:02", (string?)provider["maxQueuePollingInterval"]);
    }

    [BicepFact]
    public async Task The_task_hub_has_the_name_that_host_json_gives()
    {
        var name = (string?)JsonNode.Parse(await File.ReadAllTextAsync(Programs.Repository("host.json")))!["extensions"]!["durableTask"]!["hubName"];
        var hub = (await BicepFile.OfAsync("app/durable.bicep")).Resources.Single(r => r.Type.StartsWith("Microsoft.DurableTask/schedulers/taskHubs@", StringComparison.Ordinal));
        var settings = (await BicepFile.OfAsync("app/function.bicep")).Var("durableSettings").Options![1].Properties!.Values.Single().Text!;

        Assert.Equal(name, hub.Body.At("name")!.Text);
        Assert.Contains($"TaskHub={name};", settings, StringComparison.Ordinal);
    }

    private static TimeSpan? Time(string name) => TimeSpan.Parse(Sample()[name], System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Options(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite && !LeftAlone.Contains(p.Name)))
        {
            if (property.PropertyType.Namespace == typeof(OpsOptions).Namespace && !property.PropertyType.IsEnum)
            {
                foreach (var inner in Options(property.PropertyType, $"{prefix}__{property.Name}"))
                {
                    yield return inner;
                }
            }
            else
            {
                // A list is set item by item.
                yield return $"{prefix}__{property.Name}{(property.PropertyType.IsAssignableTo(typeof(IReadOnlyList<string>)) ? "__0" : string.Empty)}";
            }
        }

        if (type == typeof(OpsOptions))
        {
            yield return $"Ops__{AnchorsSetting.Name}";
            yield return $"Ops__{RecordsSetting.Name}";
            yield return $"Ops__{ConfiguredLinkKeys.Section}__0__Id";
            yield return $"Ops__{ConfiguredLinkKeys.Section}__0__Secret";
            yield return $"Ops__{ConfiguredSourceKeys.Section}__deployment__0";
        }
    }

    // configuration["NAME"], and constants that are used so.
    private static IEnumerable<string> NamedInCode() => Directory.GetFiles(Programs.Repository("functions"), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .SelectMany(f => Named().Matches(File.ReadAllText(f)).Select(m => m.Groups["name"].Value))
        .Append(AzureTelemetry.ConnectionSetting)
        .Distinct(StringComparer.Ordinal);

    private static async Task<IEnumerable<string>> OfBicepAsync()
    {
        var app = await BicepFile.OfAsync("app/function.bicep");
        var sources = (await BicepFile.OfAsync("main.bicep")).Params.Single(p => p.Name == "sourcesWithSecret").Default!.Items!;
        Assert.Contains("'Ops__SourceKeys__${replace(source, '-', '_')}__0'", app.Var("sourceSettings").Text, StringComparison.Ordinal);
        return app.Var("settings").Properties!.Keys
            .Concat(app.Var("durableSettings").Options!.SelectMany(o => o.Properties!.Keys))
            .Concat(sources.Select(s => $"Ops__SourceKeys__{s.Text!.Replace('-', '_')}__0"));
    }

    private static Dictionary<string, string> Sample() =>
        JsonNode.Parse(File.ReadAllText(Programs.Repository("local.settings.sample.json")))!["Values"]!.AsObject().ToDictionary(p => p.Key, p => (string)p.Value!, StringComparer.Ordinal);

    [GeneratedRegex(@"configuration\[""(?<name>[A-Z_]+)""\]", RegexOptions.None, 5000)]
    private static partial Regex Named();
}
