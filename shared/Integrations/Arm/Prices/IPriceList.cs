namespace OpsAutomation.Integrations.Arm.Prices;

/// <summary>A price per hour.</summary>
/// <param name="Amount">Per instance and hour, in <paramref name="Currency"/>.</param>
/// <param name="Currency">ISO 4217 code.</param>
public sealed record Price(double Amount, string Currency);

/// <summary>What sizes cost. A missing price is said to be missing, never guessed.</summary>
public interface IPriceList
{
    /// <summary>Price of one instance of a size, or null when it is not known.</summary>
    /// <param name="size">Size as ARM spells it, for example <c>Standard_D2s_v5</c>; case does not matter.</param>
    Price? PerHour(string size);
}
