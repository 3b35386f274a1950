using OpsAutomation.Core.Alerts;

namespace OpsAutomation.Core.Playbooks.Running;

/// <summary>What the signal would be after a count was given back.</summary>
/// <param name="Value">The value to expect, in the metric's unit.</param>
/// <param name="Fires">Whether the alert would fire again.</param>
/// <param name="Reason">How it was worked out, in a sentence.</param>
public sealed record Projection(double Value, bool Fires, string Reason);

/// <summary>
/// Healthy with four instances does not mean healthy with two. For a signal that is the average over instances and fires
/// from above, the same load on fewer instances is <c>value × capacity now / capacity after</c>: the rule by which Azure's
/// own autoscale decides whether it may scale in ("flapping" in its documentation).
/// </summary>
public static class GiveBackProjection
{
    /// <summary>Projects the signal; null where the rule says nothing (another aggregation or operator, or no fewer instances).</summary>
    /// <param name="alert">The alert whose signal, operator and threshold are meant.</param>
    /// <param name="value">The signal now.</param>
    /// <param name="capacityNow">The count now; null where the action changes none.</param>
    /// <param name="capacityAfter">The count after giving back; null where the action changes none.</param>
    public static Projection? Of(Alert alert, double? value, int? capacityNow, int? capacityAfter)
    {
        ArgumentNullException.ThrowIfNull(alert);
        if (value is not { } current || !double.IsFinite(current)
            || alert.Threshold is not { } threshold
            || alert.Signal.Aggregation is not (null or "" or "Average")
            || alert.Signal.Operator is not ("GreaterThan" or "GreaterThanOrEqual")
            || capacityNow is not { } now || capacityAfter is not { } after || after >= now)
        {
            return null;
        }

        if (after <= 0)
        {
            return new Projection(double.PositiveInfinity, Fires: true, "No instance would be left to carry the load.");
        }

        var projected = current * now / after;
        var fires = alert.Signal.Operator == "GreaterThan" ? projected > threshold : projected >= threshold;
        return new Projection(
            projected,
            fires,
            FormattableString.Invariant(
                $"{alert.Signal.Name} is {current:0.##} on {now} instances, so it would be about {projected:0.##} on {after}; the alert fires at {threshold:0.##}."));
    }
}
