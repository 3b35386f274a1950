using System.Text.Json.Nodes;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>What a write does: the version that holds at once, and for a long-running operation what its end brings.</summary>
/// <param name="Body">ARM body that holds at once.</param>
/// <param name="State">State that holds at once.</param>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Operation">The operation that ends it later, or null when the write is complete at once.</param>
/// <param name="AnswerBody">True when the answer carries the resource.</param>
/// <param name="Answer">What the answer carries instead, made of the version that was stored; null for the resource.</param>
/// <param name="Deleted">True when the resource is gone at once.</param>
internal sealed record Effect(
    JsonObject Body, ResourceState State, int Status, PendingEnd? Operation, bool AnswerBody = true, Func<ResourceVersion, JsonNode?>? Answer = null,
    bool Deleted = false);

/// <summary>How a long-running operation will end.</summary>
/// <param name="Kind">What happens at the end: <c>scale</c>, <c>start</c>, <c>restart</c>, <c>stop</c>, <c>deallocate</c>, <c>update</c>, <c>delete</c>, or a word of the type, with what it is about after a colon.</param>
/// <param name="Duration">Time on the clock until then.</param>
internal sealed record PendingEnd(string Kind, TimeSpan Duration);
