using System.Runtime.InteropServices;

namespace OpsAutomation.Core.Expressions.Functions;

/// <summary>A time of day on a date of the Gregorian calendar, without a zone.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CivilTime(long Year, int Month, int Day, int Hour, int Minute, int Second, int DayOfWeek, int DayOfYear);

/// <summary>
/// The Gregorian calendar over the years 0 to 10000. The platform's own ends at 1 and 9999, which a zone's offset can leave.
/// Counts days in eras of 400 years that begin on 1 March, so that the leap day is the last of its year.
/// </summary>
internal static class Calendar
{
    private const int DaysPerEra = 146_097;

    // From 0000-03-01 to 1970-01-01.
    private const int DaysBefore1970 = 719_468;

    public static int DaysIn(int year, int month) => month switch
    {
        2 => IsLeap(year) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    public static long DaysFrom1970(long year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = Floor(shifted, 400);
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * ((month + 9) % 12)) + 2) / 5) + day - 1;
        return (era * DaysPerEra) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - DaysBefore1970;
    }

    public static CivilTime Of(long secondsFrom1970)
    {
        var days = Floor(secondsFrom1970, 86_400);
        var second = (int)(secondsFrom1970 - (days * 86_400));
        var shifted = days + DaysBefore1970;
        var era = Floor(shifted, DaysPerEra);
        var dayOfEra = (int)(shifted - (era * DaysPerEra));
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayFromMarch = dayOfEra - ((yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((dayFromMarch * 5) + 2) / 153;
        var month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        var day = dayFromMarch - (((153 * monthFromMarch) + 2) / 5) + 1;
        return new CivilTime(
            year,
            month,
            day,
            second / 3_600,
            second / 60 % 60,
            second % 60,
            (int)(((days % 7) + 11) % 7),
            (int)(days - DaysFrom1970(year, 1, 1)));
    }

    private static bool IsLeap(int year) => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

    private static long Floor(long value, long by) => (value >= 0 ? value : value - by + 1) / by;
}
