using Azure.Messaging;
using Azure.Messaging.EventGrid;
using Microsoft.Azure.Functions.Worker;

namespace OpsAutomation.Integration.Runtime.Host.SampleApp;

public sealed record LooseEvent(string Id, string? Subject);

public sealed class EventSamples(Seen seen)
{
    [Function("OneCloudEvent")]
    public void OneCloudEvent([EventGridTrigger] CloudEvent one) => See(one.Id, $"cloud {one.Id} {one.Type}");

    [Function("OneGridEvent")]
    public Task OneGridEvent([EventGridTrigger] EventGridEvent one)
    {
        See(one.Id, $"grid {one.Id} {one.EventType} {one.Data}");
        return Task.CompletedTask;
    }

    [Function("OneText")]
    public void OneText([EventGridTrigger] string one, FunctionContext context) => See(one, $"text {one.Length > 2} {context.FunctionDefinition.Name}");

    [Function("OneLoose")]
    public void OneLoose([EventGridTrigger] LooseEvent one) => See(one.Id, $"loose {one.Id} {one.Subject}");

    [Function("ManyCloudEvents")]
    public void ManyCloudEvents([EventGridTrigger(IsBatched = true)] CloudEvent[] many) =>
        See(string.Join(',', many.Select(m => m.Id)), $"clouds {string.Join(',', many.Select(m => m.Id))}");

    [Function("ManyGridEvents")]
    public void ManyGridEvents([EventGridTrigger(IsBatched = true)] EventGridEvent[] many) => See("", $"grids {string.Join(',', many.Select(m => m.Id))}");

    [Function("ManyBinaries")]
    public void ManyBinaries([EventGridTrigger(IsBatched = true)] BinaryData[] many) => See("", $"binaries {many.Length}");

    [Function("ManyTexts")]
    public void ManyTexts([EventGridTrigger(IsBatched = true)] string[] many) => See("", $"texts {string.Concat(many)}");

    private void See(string id, string what)
    {
        if (seen.FailOn is { } bad && id == bad)
        {
            throw new InvalidOperationException("told to fail");
        }

        seen.Events.Enqueue(what);
    }
}
