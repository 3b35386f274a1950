using System.Text;
using Azure;
using Azure.Messaging.EventGrid;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpsAutomation.Core.Alerts.Intake;
using OpsAutomation.Core.Alerts.Senders;
using OpsAutomation.Core.Alerts.Sources;
using OpsAutomation.Core.Records;
using OpsAutomation.Functions.Activities;
using OpsAutomation.Functions.Triggers;
using OpsAutomation.Integrations.Publishing;
using OpsAutomation.Unit.Core.Alerts.Samples;
using OpsAutomation.Unit.Core.Alerts.Senders;
using Record = OpsAutomation.Core.Records.Record;

namespace OpsAutomation.Unit.Functions.Triggers;

public sealed class AlertIngressTests
{
    [Fact]
    public async Task When_records_cannot_be_written_the_sender_is_told_when_to_come_back()
    {
        var clock = new FakeTimeProvider();
        var store = new BrokenStore();
        var topic = new EventGridPublisherClient(new Uri("https://topic.test/api/events"), new AzureKeyCredential("unused"));
        var ingress = new AlertIngress(
            AlertSources.All,
            new SenderCatalog([new Sender("azure-monitor", [new SourceScheme.None()]) { LocalOnly = true }]),
            new SenderGate(new SenderAuthenticator(new ConfiguredKeys(), null!, null!, clock), clock, NullLogger<SenderGate>.Instance),
            new Handshakes(null!, NullLogger<Handshakes>.Instance),
            new AlertIntake(new IntakeLedger(store, new DuePointers(store, clock), clock), new AlertPublisher(topic, clock, TimeSpan.FromSeconds(1)), clock),
            NullLogger<AlertIngress>.Instance);
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(AzureSamples.Metric()));

        var answer = Assert.IsType<ObjectResult>(await ingress.Run(context.Request, "azure-monitor", CancellationToken.None));

        Assert.Equal(503, answer.StatusCode);
        Assert.Equal("10", context.Response.Headers.RetryAfter.ToString());
        Assert.DoesNotContain("disk", Assert.IsType<ProblemDetails>(answer.Value).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_stranger_without_the_secret_no_body_is_read()
    {
        var clock = new FakeTimeProvider();
        var store = new BrokenStore();
        var ingress = new AlertIngress(
            AlertSources.All,
            new SenderCatalog([new Sender("datadog", [new SourceScheme.Bearer(), new SourceScheme.FunctionKey()])]),
            new SenderGate(new SenderAuthenticator(new ConfiguredKeys(), null!, null!, clock), clock, NullLogger<SenderGate>.Instance),
            new Handshakes(null!, NullLogger<Handshakes>.Instance),
            new AlertIntake(
                new IntakeLedger(store, new DuePointers(store, clock), clock),
                new AlertPublisher(new EventGridPublisherClient(new Uri("https://topic.test/api/events"), new AzureKeyCredential("unused")), clock, TimeSpan.FromSeconds(1)),
                clock),
            NullLogger<AlertIngress>.Instance);
        var body = new MemoryStream(new byte[1000]);
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Headers.Authorization = "Bearer guess-guess-guess-guess";
        context.Request.Body = body;

        var answer = Assert.IsType<ObjectResult>(await ingress.Run(context.Request, "datadog", CancellationToken.None));

        Assert.Equal(401, answer.StatusCode);
        Assert.Equal(0, body.Position);
    }

    private sealed class BrokenStore : IRecordStore
    {
        public Task<Record?> ReadAsync(string partition, string row, CancellationToken cancellationToken = default) => throw new IOException("disk full");

        public IAsyncEnumerable<Record> RangeAsync(string partition, string? from = null, string? to = null, CancellationToken cancellationToken = default) =>
            throw new IOException("disk full");

        public Task CommitAsync(string partition, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken = default) => throw new IOException("disk full");
    }
}
