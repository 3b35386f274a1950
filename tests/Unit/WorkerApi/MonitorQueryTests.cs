using System.Net;
using System.Text;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.Query;
using Azure.Monitor.Query.Models;

namespace OpsAutomation.Unit.WorkerApi;

/// <summary>The query clients through the real pipeline, with a transport that answers from a script.</summary>
public class MonitorQueryTests
{
    private const string Vm = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1";

    private const string Metrics = """
        {"cost":59,"timespan":"2026-11-24T08:00:00Z/2026-11-24T08:05:00Z","interval":"PT1M","namespace":"Microsoft.Compute/virtualMachines",
         "resourceregion":"westeurope","value":[
          {"id":"x","type":"Microsoft.Insights/metrics","name":{"value":"Percentage CPU","localizedValue":"CPU"},"unit":"Percent",
           "errorCode":"Success",
           "timeseries":[{"metadatavalues":[{"name":{"value":"instance","localizedValue":"Instance"},"value":"0"}],
             "data":[{"timeStamp":"2026-11-24T08:00:00Z","average":91.5,"maximum":99},{"timeStamp":"2026-11-24T08:01:00Z"}]}]},
          {"id":"y","name":{"value":"Odd"},"errorCode":"InvalidSamplingType","errorMessage":"no such series","timeseries":[]}]}
        """;

    private const string Logs = """
        {"tables":[{"name":"PrimaryResult","columns":[{"name":"At","type":"datetime"},{"name":"Host","type":"string"},
         {"name":"N","type":"long"},
         {"name":"P","type":"real"},{"name":"Ok","type":"bool"},{"name":"Bag","type":"dynamic"}],
         "rows":[["2026-11-24T08:00:00Z","vm1",3,1.5,true,"{\"a\":1}"],[null,"vm2",null,"NaN",null,null]]}]}
        """;

    [Fact]
    public async Task Metrics_are_asked_for_as_documented()
    {
        var script = new Script(HttpStatusCode.OK, Metrics);
        var options = new MetricsQueryOptions
        {
            TimeRange = new QueryTimeRange(
                new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.FromHours(1)),
                new DateTimeOffset(2026, 11, 24, 8, 5, 0, TimeSpan.Zero)),
            Granularity = TimeSpan.FromMinutes(1),
            Filter = "instance eq '*'",
            Aggregations = { MetricAggregationType.Average, MetricAggregationType.Maximum },
        };

        await script.Metrics().QueryResourceAsync(Vm, ["Percentage CPU", "a,b"], options);

        Assert.Equal($"https://management.azure.com{Vm}/providers/microsoft.insights/metrics", script.Uri!.GetLeftPart(UriPartial.Path));
        var query = System.Web.HttpUtility.ParseQueryString(script.Uri.Query);
        Assert.Equal("2026-11-24T08:00:00.0000000Z/2026-11-24T08:05:00.0000000Z", query["timespan"]);
        Assert.Equal("PT1M", query["interval"]);
        Assert.Equal("Percentage CPU,a%2b", query["metricnames"]);
        Assert.Equal("average,maximum", query["aggregation"]);
        Assert.Equal("instance eq '*'", query["$filter"]);
        Assert.Equal("2018-01-01", query["api-version"]);
        Assert.Null(query["top"]);
        Assert.Equal("Bearer https://management.azure.com/.default", script.Authorization);
    }

    [Fact]
    public async Task Metrics_are_read_with_gaps_dimensions_and_errors()
    {
        var result = (await new Script(HttpStatusCode.OK, Metrics).Metrics().QueryResourceAsync(Vm, ["Percentage CPU"])).Value;

        Assert.Equal(TimeSpan.FromMinutes(1), result.Granularity);
        Assert.Equal("westeurope", result.ResourceRegion);
        var cpu = result.GetMetricByName("Percentage CPU");
        Assert.Null(cpu.Error);
        var series = Assert.Single(cpu.TimeSeries);
        Assert.Equal("0", series.Metadata["instance"]);
        Assert.Equal(91.5, series.Values[0].Average);
        Assert.Equal(99, series.Values[0].Maximum);
        Assert.Null(series.Values[1].Average);
        Assert.Equal("InvalidSamplingType", result.GetMetricByName("Odd").Error.Code);
        Assert.Throws<KeyNotFoundException>(() => result.GetMetricByName("percentage cpu"));
    }

    [Fact]
    public async Task A_refused_metrics_query_carries_status_and_code()
    {
        var script = new Script(HttpStatusCode.NotFound, """{"error":{"code":"ResourceNotFound","message":"no such machine"}}""");

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => script.Metrics().QueryResourceAsync(Vm, ["Percentage CPU"]));

        Assert.Equal(404, error.Status);
        Assert.Equal("ResourceNotFound", error.ErrorCode);
    }

    [Fact]
    public async Task A_log_query_is_sent_and_its_cells_have_the_columns_types()
    {
        var script = new Script(HttpStatusCode.OK, Logs);

        var result = (await script.Logs().QueryWorkspaceAsync(
            "ws-1", "Heartbeat", TimeSpan.FromMinutes(5), new LogsQueryOptions { ServerTimeout = TimeSpan.FromMinutes(2) })).Value;

        Assert.Equal("https://api.loganalytics.io/v1/workspaces/ws-1/query", script.Uri!.ToString());
        Assert.Equal("""{"query":"Heartbeat","timespan":"PT5M"}""", script.Body);
        Assert.Equal("wait=120", script.Prefer);
        Assert.Equal("Bearer https://api.loganalytics.io/.default", script.Authorization);
        Assert.Equal(LogsQueryResultStatus.Success, result.Status);
        var (first, second) = (result.Table.Rows[0], result.Table.Rows[1]);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 8, 0, 0, TimeSpan.Zero), first.GetDateTimeOffset("At"));
        Assert.Equal("vm1", first.GetString(1));
        Assert.Equal(3L, first["N"]);
        Assert.Equal(3, first.GetDouble("N"));
        Assert.True(first.GetBoolean("Ok"));
        Assert.Equal("""{"a":1}""", first["Bag"].ToString());
        Assert.Null(second.GetDateTimeOffset("At"));
        Assert.Null(second.GetInt64("N"));
        Assert.Equal(double.NaN, second.GetDouble("P"));
        Assert.Throws<ArgumentException>(() => first.GetString("host"));
    }

    [Fact]
    public async Task All_time_sends_no_span_and_a_resource_is_part_of_the_path()
    {
        var script = new Script(HttpStatusCode.OK, Logs);

        await script.Logs().QueryResourceAsync(new ResourceIdentifier(Vm), "Heartbeat", QueryTimeRange.All);

        Assert.Equal($"https://api.loganalytics.io/v1{Vm}/query", script.Uri!.ToString());
        Assert.Equal("""{"query":"Heartbeat"}""", script.Body);
    }

    [Fact]
    public async Task A_partial_result_is_an_error_unless_it_is_allowed()
    {
        var partial = Logs.TrimEnd()[..^1] + ""","error":{"code":"PartialError","message":"too much"}}""";

        var error = await Assert.ThrowsAsync<RequestFailedException>(() =>
            new Script(HttpStatusCode.OK, partial).Logs().QueryWorkspaceAsync("w", "Heartbeat", TimeSpan.FromMinutes(5)));
        var allowed = (await new Script(HttpStatusCode.OK, partial).Logs().QueryWorkspaceAsync(
            "w", "Heartbeat", TimeSpan.FromMinutes(5), new LogsQueryOptions { AllowPartialErrors = true })).Value;

        Assert.Equal("PartialError", error.ErrorCode);
        Assert.Equal(LogsQueryResultStatus.PartialFailure, allowed.Status);
        Assert.Equal(2, allowed.Table.Rows.Count);
    }

    /// <summary>Answers every request the same way and keeps the last one.</summary>
    private sealed class Script(HttpStatusCode status, string answer) : HttpMessageHandler
    {
        public Uri? Uri { get; private set; }

        public string? Body { get; private set; }

        public string? Authorization { get; private set; }

        public string? Prefer { get; private set; }

        public MetricsQueryClient Metrics() =>
            new(new NamedCredential(), With(new MetricsQueryClientOptions()));

        public LogsQueryClient Logs() => new(new NamedCredential(), With(new LogsQueryClientOptions()));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Uri = request.RequestUri;
            Authorization = request.Headers.Authorization?.ToString();
            Prefer = request.Headers.TryGetValues("Prefer", out var values) ? values.Single() : null;
            Body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }

        private T With<T>(T options)
            where T : ClientOptions
        {
            options.Transport = new HttpClientTransport(this);
            options.Retry.MaxRetries = 0;
            return options;
        }
    }

    /// <summary>Its token is the scope that was asked for.</summary>
    private sealed class NamedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(requestContext.Scopes.Single(), DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
