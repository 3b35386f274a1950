using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using OpsAutomation.Integrations.Records.Tables;
using OpsAutomation.Integrations.Records.Tables.Access;
using OpsAutomation.Testing.Records;

namespace OpsAutomation.Unit.Integrations.Tables;

/// <summary>Answers requests from a list and keeps them; for failures that no emulator produces when asked.</summary>
internal sealed class TableServiceStub : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<(HttpMethod Method, Uri Address, Dictionary<string, string> Headers)> Requests { get; } = [];

    public WaitlessClock Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));

    public TableRecordStore Store(TableOptions? options = null)
    {
        var account = TableAccount.WithToken(new Uri("https://myaccount.table.core.windows.net"), new StaticToken());
        return new TableRecordStore(account, Clock, options, new HttpClientTransport(new HttpClient(this)), () => "c1");
    }

    public void Answer(int status, string body = "", params (string Name, string Value)[] headers) => _answers.Enqueue(() =>
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8) };
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    });

    public void Fail(int status, string code, params (string Name, string Value)[] headers) =>
        Answer(status, Error(code, "Told by the stub."), headers);

    public void FailInBatch(int status, string code, int index) =>
        Answer(202, $"--x\r\n\r\nHTTP/1.1 {status} No\r\n\r\n{Error(code, $"{index}:Told by the stub.")}\r\n--x--");

    public void Accept(int changes) => Answer(202, string.Concat(Enumerable.Repeat("--x\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n", changes)));

    public void Break() => _answers.Enqueue(() => throw new HttpRequestException("The connection broke."));

    public static string Error(string code, string message) =>
        "{\"odata.error\":{\"code\":\"" + code + "\",\"message\":{\"lang\":\"en-US\",\"value\":\"" + message + "\"}}}";

    public static string Entity(string row, string commit = "c1") =>
        $$"""{"odata.etag":"W/\"datetime'1'\"","PartitionKey":"p","RowKey":"{{row}}","Schema":1,"Commit":"{{commit}}","Body":"1"}""";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method, request.RequestUri!, request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase)));
        return Task.FromResult(_answers.Count > 0 ? _answers.Dequeue()() : throw new InvalidOperationException($"No answer is left for {request.Method} {request.RequestUri}."));
    }

    private sealed class StaticToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new($"token for {string.Join(' ', requestContext.Scopes)}", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
