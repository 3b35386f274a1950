namespace OpsAutomation.Core.Cost.Causes;

/// <summary>One value of a dimension beside what was expected of it.</summary>
/// <param name="Dimension">The dimension, for example <c>Meter</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Actual">What was spent.</param>
public sealed record Part(string Dimension, string Value, double Expected, double Actual);

/// <summary>A value that explains part of an anomaly.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Value">The value.</param>
/// <param name="Share">Part of the whole difference that this value makes; shares of different dimensions overlap.</param>
/// <param name="Surprise">How unexpected its share in the whole is; 0 where its share is as ever.</param>
/// <param name="IsNew">True when nothing was expected of it: it was not there before.</param>
public sealed record Cause(string Dimension, string Value, double Share, double Surprise, bool IsNew);
