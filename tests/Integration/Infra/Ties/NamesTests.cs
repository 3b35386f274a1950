using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpsAutomation.Core.Incidents;
using OpsAutomation.Functions.Hosting;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Integration.Infra.Bicep;
using OpsAutomation.Integrations.Records.Tables;

namespace OpsAutomation.Integration.Infra.Ties;

/// <summary>Names that stand in two places: in code and in infrastructure.</summary>
public sealed class NamesTests
{
    [BicepFact]
    public async Task Event_Grid_is_subscribed_to_every_function_that_it_calls_and_to_nothing_else()
    {
        var events = await BicepFile.OfAsync("events.bicep");
        var destinations = events.Resources.Where(r => !r.Existing).Select(r => r.Body.At("properties", "destination", "properties")!).ToArray();
        var named = destinations.Select(d => d.At("resourceId")!.Text!.Trim('\'').Split("/functions/")[1]).Distinct(StringComparer.Ordinal);

        Assert.Equal(FunctionsOfCode.OfEventGrid.Select(f => f.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.All(FunctionsOfCode.OfEventGrid, f => Assert.True(f.Batched));
        Assert.All(destinations, d => Assert.NotNull(d.At("maxEventsPerBatch")));
        Assert.All(events.Resources.Where(r => !r.Existing), r =>
        {
            Assert.NotNull(r.Body.At("properties", "deadLetterWithResourceIdentity"));
            Assert.NotNull(r.Body.At("properties", "retryPolicy"));
            Assert.Equal("CloudEventSchemaV1_0", r.Body.At("properties", "eventDeliverySchema")!.Text);
        });
    }

    [BicepFact]
    public async Task The_tag_of_the_function_app_is_the_service_of_azure_yaml()
    {
        var app = (await BicepFile.OfAsync("app/function.bicep")).Resources.Single(r => r.Type.StartsWith("Microsoft.Web/sites@", StringComparison.Ordinal));
        var tag = app.Body.At("tags")!.Possible.Select(o => o.At("azd-service-name")?.Text).Single(t => t is not null);

        Assert.Equal(AzureYaml.Read()["services"]!.AsObject().Single().Key, tag);
        Assert.Contains((await BicepFile.OfAsync("main.bicep")).Var("tags").Properties!.Keys, k => k == "azd-env-name");
    }

    [BicepFact]
    public async Task The_sign_in_lets_past_exactly_the_door_of_Event_Grid_and_the_intake_of_every_source()
    {
        var app = await BicepFile.OfAsync("app/function.bicep");
        var validation = app.Resources.Single(r => r.Type.StartsWith("Microsoft.Web/sites/config@", StringComparison.Ordinal) && r.Body.At("name")!.Text == "authsettingsV2").Body.At("properties", "globalValidation")!;
        var intake = Assert.Single(FunctionsOfCode.OfHttp, f => f.Name == "AlertIngress");

        Assert.Equal("true", validation.At("requireAuthentication")!.Text);
        Assert.Equal("Return401", validation.At("unauthenticatedClientAction")!.Text);
        Assert.Equal("exemptPaths", validation.At("excludedPaths")!.Text);
        Assert.Equal("concat(['/runtime/webhooks/eventgrid'], intakePaths)", app.Var("exemptPaths").Text);
        Assert.Equal("map(loadYamlContent('../../catalog/sources.yaml').sources, source => '/api/alerts/${source.name}')", app.Var("intakePaths").Text);
        Assert.Equal("api/alerts/{source}", intake.Route);
    }

    [Fact]
    public void The_last_hook_knocks_at_every_route_but_the_intake()
    {
        var routes = FunctionsOfCode.OfHttp.Where(f => f.Name != "AlertIngress")
            .SelectMany(f => f.Methods.Where(m => m is not "head").Select(m => $"{m.ToUpperInvariant()} {Regex.Replace(f.Route, @"\{\w+\}", "x", RegexOptions.None, TimeSpan.FromSeconds(5))}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), File.ReadAllLines(Programs.Repository("infra/hooks/protected-routes.txt")).Order(StringComparer.Ordinal));
    }

    [BicepFact]
    public async Task The_table_is_the_one_that_the_code_opens()
    {
        var table = (await BicepFile.OfAsync("app/state.bicep")).Resources.Single(r => r.Type.StartsWith("Microsoft.Storage/storageAccounts/tableServices/tables@", StringComparison.Ordinal));

        Assert.Equal(TableOptions.DefaultTable, table.Body.At("name")!.Text);
    }

    [BicepFact]
    public async Task Every_secret_that_a_setting_refers_to_is_made_by_Bicep_or_by_the_hook()
    {
        var app = await BicepFile.OfAsync("app/function.bicep");
        var named = app.Var("settings").Properties!.Values.Select(v => v.Text ?? string.Empty).Append(app.Var("sourceSettings").Text!)
            .SelectMany(t => Regex.Matches(t, @"\$\{vaultUri\}secrets/(?<name>[^/')]+)", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => m.Groups["name"].Value));
        var hook = await File.ReadAllTextAsync(Programs.Repository("infra/hooks/lib.sh"));

        Assert.Equal(["link-key-${linkKeyId}", "source-${source}-0", "teams-webhook"], named.Order(StringComparer.Ordinal));
        Assert.Equal("'${vaultUri}secrets/link-key-${linkKeyId}'", app.Var("settings").At("Ops__LinkKeys__0__Secret")!.Text);
        Assert.Contains("\"link-key-${OPS_LINK_KEY_ID:-k1}\"", hook, StringComparison.Ordinal);
        Assert.Contains("'Ops__Channels__${name}'", app.Var("channels").Options![1].Text, StringComparison.Ordinal);
        Assert.Contains("secrets/channel-${toLower(replace(name, '__', '-'))}/", app.Var("channels").Options![1].Text, StringComparison.Ordinal);
        Assert.Contains("source-&-0", hook, StringComparison.Ordinal);
        Assert.Contains((await BicepFile.OfAsync("app/vault.bicep")).Resources, r => r.Body.At("name")?.Text == "teams-webhook");
    }

    [BicepFact]
    public async Task Every_parameter_is_fed_from_the_environment_and_every_output_that_a_hook_needs_is_there()
    {
        var main = await BicepFile.OfAsync("main.bicep");
        var parameters = JsonNode.Parse(await File.ReadAllTextAsync(Programs.Repository("infra/main.parameters.json")))!["parameters"]!.AsObject();
        var hooks = string.Concat(Directory.GetFiles(Programs.Repository("infra/hooks"), "*.sh").Select(File.ReadAllText));
        string[] given = ["AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_PRINCIPAL_ID", "AZURE_SUBSCRIPTION_ID", "OPS_HOOK_PAUSE", "OPS_AUDIT_DISCARD"];
        var fed = parameters.Select(p => Regex.Match((string)p.Value!["value"]!, @"\$\{(?<name>\w+)", RegexOptions.None, TimeSpan.FromSeconds(5)).Groups["name"].Value).ToArray();
        var used = Regex.Matches(hooks, @"\b(?:OPS|AZURE)_[A-Z_]+\b", RegexOptions.None, TimeSpan.FromSeconds(5)).Select(m => m.Value).Distinct(StringComparer.Ordinal);

        Assert.Equal(main.Params.Select(p => p.Name).Order(StringComparer.Ordinal), parameters.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Empty(used.Except(given.Concat(fed).Concat(main.Outputs.Select(o => o.Name)), StringComparer.Ordinal));
    }

    [Fact]
    public void Every_metric_of_ours_that_the_workbook_shows_is_one_that_the_code_takes()
    {
        var shown = Regex.Matches(File.ReadAllText(Programs.Repository("infra/monitoring/workbook.json")), @"""(?<name>ops\.[a-z.]+)\\""", RegexOptions.None, TimeSpan.FromSeconds(5))
            .Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);

        Assert.Equal(
            [IncidentMeasures.Acknowledgement, IncidentMeasures.Detection, IncidentMeasures.Resolution, SenderGate.RefusedMetric],
            shown.Order(StringComparer.Ordinal));
        Assert.All([IncidentMeasures.MeterName, SenderGate.MeterName], name => Assert.StartsWith("OpsAutomation.", name, StringComparison.Ordinal));
        Assert.Contains("AddMeter(\"OpsAutomation.*\")", File.ReadAllText(Programs.Repository("functions/Hosting/AzureTelemetry.cs")), StringComparison.Ordinal);
    }

    [BicepFact]
    public async Task The_sign_in_path_of_links_is_the_one_that_options_accept()
    {
        var path = (await BicepFile.OfAsync("app/function.bicep")).Var("settings").At("Ops__SignInPath")!.Text;
        var links = new OpsLinks(new OpsOptions { PublicOrigin = new Uri("https://ops.example.com"), SignInPath = path });

        Assert.Equal("https://ops.example.com/.auth/login/aad?post_login_redirect_uri=%2Fops%2Fincidents%2FINC-1", links.Incident("INC-1").AbsoluteUri);
        Assert.DoesNotContain(new OpsOptions { SignInPath = path }.Problems(), p => p.Contains("SignInPath", StringComparison.Ordinal));
    }
}
