using System.Text.Json.Nodes;
using OpsAutomation.SimulatedAzure.Arm;
using OpsAutomation.SimulatedAzure.Costs;
using OpsAutomation.SimulatedAzure.Metrics;
using OpsAutomation.SimulatedAzure.Resources;
using OpsAutomation.SimulatedAzure.Store;

namespace OpsAutomation.SimulatedAzure.Estates;

/// <summary>Puts an estate into an empty file. A file that holds one already is left as it is, whatever the estate file says now.</summary>
internal static class EstateSeeder
{
    /// <summary>Name of the embedded default estate.</summary>
    private const string DefaultEstate = "shop.yaml";

    /// <summary>Seeds an empty file; reads the estate only then.</summary>
    /// <returns>True when it was empty.</returns>
    /// <exception cref="EstateException">The estate has problems.</exception>
    public static bool Seed(SimStore store, string? path, DateTimeOffset now)
    {
        if (store.Run(session => session.Meta("epoch")) is not null)
        {
            return false;
        }

        var estate = path is null ? EstateReader.Read(DefaultEstate, Embedded()) : EstateReader.Read(path, File.ReadAllText(path));
        store.Run(session => Write(session, estate, now));
        return true;
    }

    private static void Write(StoreSession session, Estate estate, DateTimeOffset now)
    {
        session.SetMeta("epoch", Times.Wire(now));
        foreach (var scope in estate.Scopes)
        {
            Scopes.Put(session, scope.Id, scope.Body);
        }

        foreach (var resource in estate.Resources)
        {
            if (resource.KeyAge is { } age)
            {
                var made = Times.Wire(now - age);
                resource.Body["properties"]!["keyCreationTime"] = new JsonObject { ["key1"] = made, ["key2"] = made };
            }

            var state = resource.Type.Complete(resource.Body, session, now) with { LatencySeconds = resource.OperationTime?.TotalSeconds };
            if (ResourceWrites.HasETag(resource.Type.Name))
            {
                resource.Body["etag"] = ResourceWrites.NewETag(session, resource.Type.Name);
            }

            ResourceHistory.Append(session, new ResourceVersion(resource.Id, now, resource.Body, state, Deleted: false));
            MetricModels.Put(session, resource.Id, resource.Metrics);
        }

        foreach (var (subscription, models) in estate.Costs)
        {
            CostModels.Put(session, subscription, models);
        }

        TenantSeeder.Write(session, estate, now);
        foreach (var one in estate.Locks)
        {
            Locks.Put(session, one.Scope, one.Name, one.Level, one.Notes);
        }
    }

    private static string Embedded()
    {
        using var stream = typeof(EstateSeeder).Assembly.GetManifestResourceStream(DefaultEstate)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
