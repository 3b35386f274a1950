using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Operations;
using OpsAutomation.SimulatedAzure.Store;
using OpsAutomation.SimulatedAzure.Transport;

namespace OpsAutomation.SimulatedAzure.Resources;

/// <summary>How one resource type behaves. Decides only; the router stores and answers.</summary>
internal abstract class ResourceType
{
    /// <summary>The type, in ARM's spelling.</summary>
    public abstract string Name { get; }

    /// <summary>API versions that it answers to.</summary>
    public abstract IReadOnlyList<string> ApiVersions { get; }

    /// <summary>Fills in what an estate or a creating PUT leaves out, so that the body reads like Azure's.</summary>
    public abstract ResourceState Complete(JsonObject body, StoreSession session, DateTimeOffset now);

    /// <summary>The body that a GET answers with.</summary>
    public virtual JsonObject Render(ResourceVersion version, Query query) => version.CopyBody();

    /// <summary>Decides a PUT or PATCH of the resource itself. <paramref name="current"/> is null when PUT creates it.</summary>
    public abstract Effect Write(ArmCall call, ArmId id, ResourceVersion? current, JsonObject body);

    /// <summary>Whether a DELETE is over when it is answered (200); otherwise it is an operation (202).</summary>
    public virtual bool DeletesAtOnce => false;

    /// <summary>What a DELETE of something that is not there is answered with: 204 as ARM asks of providers, or 404.</summary>
    public virtual int AbsentStatus => 204;

    /// <summary>Decides a DELETE of the resource itself.</summary>
    public Effect Delete(ResourceVersion current) => DeletesAtOnce
        ? new Effect(current.CopyBody(), current.State, 200, null, AnswerBody: false, Deleted: true)
        : new Effect(current.CopyBody(), current.State, 202, new PendingEnd("delete", DefaultDuration), AnswerBody: false);

    /// <summary>Decides a POST of an action; null when the type has no such action.</summary>
    public virtual Effect? Act(ArmCall call, ResourceVersion current, string action) => null;

    /// <summary>Answers a GET below the resource, for example its instance view; null when there is no such child.</summary>
    public virtual SimResponse? Child(ArmCall call, ResourceVersion version, IReadOnlyList<string> path) => null;

    /// <summary>Decides a PUT, PATCH or DELETE below the resource; null when there is no such child.</summary>
    public virtual Effect? WriteChild(ArmCall call, ResourceVersion current, IReadOnlyList<string> path) => null;

    /// <summary>Adds the headers that lead to an operation of this type.</summary>
    public virtual SimResponse Announce(SimResponse answer, ArmCall call, ResourceVersion version, Operation operation) =>
        OperationRoutes.Announce(answer, call, version.Id, operation, version.Location);

    /// <summary>What else an operation brings that has ended well, beside the state.</summary>
    public virtual void Ended(StoreSession session, ResourceVersion ended, string kind, DateTimeOffset at)
    {
        // Most operations change nothing but the state.
    }

    /// <summary>The state when an operation has ended well.</summary>
    public virtual ResourceState End(ResourceVersion current, string kind, DateTimeOffset at) => kind switch
    {
        "scale" => current.State with { Running = current.Capacity },
        "start" => current.State with { Power = "running" },
        "restart" => current.State with { Power = "running", Restarted = at },
        "stop" => current.State with { Power = "stopped" },
        "deallocate" => current.State with { Power = "deallocated" },
        _ => current.State,
    };

    /// <summary>How long the type's operations take when the estate says nothing.</summary>
    public virtual TimeSpan DefaultDuration => TimeSpan.FromSeconds(30);

    /// <summary>An operation of this resource.</summary>
    protected PendingEnd Later(ResourceState state, string kind) =>
        new(kind, state.LatencySeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultDuration);

    /// <summary>Sets a property unless the body has it.</summary>
    protected static void Default(JsonObject into, string name, JsonNode? value)
    {
        if (!into.ContainsKey(name))
        {
            into[name] = value;
        }
    }

    /// <summary>The body's <c>properties</c>, created when absent.</summary>
    protected static JsonObject PropertiesOf(JsonObject body)
    {
        if (body["properties"] is JsonObject properties)
        {
            return properties;
        }

        properties = [];
        body["properties"] = properties;
        return properties;
    }

    /// <summary>A stable id for this resource and purpose.</summary>
    protected static string StableId(JsonObject body, StoreSession session, DateTimeOffset now, string purpose) => StoreSession.DerivedId(
        session.Seed, purpose, body["id"]!.GetValue<string>().ToLowerInvariant(), Times.Wire(now)).ToString();
}
