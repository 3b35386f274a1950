using System.Text.Json.Nodes;
using OpsAutomation.Core.Playbooks.Planning;
using OpsAutomation.Unit.Core.Incidents;

namespace OpsAutomation.Unit.Core.Playbooks.Planning;

public sealed class CanonicalJsonTests
{
    /// <summary>RFC 8785, appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000UL, "0")]
    [InlineData(0x8000000000000000UL, "0")]
    [InlineData(0x0000000000000001UL, "5e-324")]
    [InlineData(0x8000000000000001UL, "-5e-324")]
    [InlineData(0x7fefffffffffffffUL, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffffUL, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000UL, "9007199254740992")]
    [InlineData(0xc340000000000000UL, "-9007199254740992")]
    [InlineData(0x4430000000000000UL, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5UL, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6UL, "1e+23")]
    [InlineData(0x44b52d02c7e14af7UL, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4eUL, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4fUL, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50UL, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8cUL, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8dUL, "0.000001")]
    [InlineData(0x41b3de4355555553UL, "333333333.3333332")]
    [InlineData(0x41b3de4355555554UL, "333333333.33333325")]
    [InlineData(0x41b3de4355555555UL, "333333333.3333333")]
    [InlineData(0x41b3de4355555556UL, "333333333.3333334")]
    [InlineData(0x41b3de4355555557UL, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696UL, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959UL, "1424953923781206.2")]
    public void Numbers_are_written_as_the_RFC_lists_them(ulong bits, string expected) =>
        Assert.Equal(expected, CanonicalJson.Write(JsonValue.Create(BitConverter.UInt64BitsToDouble(bits))));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_refused(double value) => Assert.Throws<ArgumentException>(() => EcmaNumber.Write(value));

    /// <summary>RFC 8785, section 3.2.2.</summary>
    [Fact]
    public void Literals_numbers_and_strings_are_written_as_in_the_RFC_example()
    {
        var node = JsonNode.Parse("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """);

        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            CanonicalJson.Write(node));
    }

    /// <summary>RFC 8785, section 3.2.3.</summary>
    [Fact]
    public void Keys_are_sorted_by_UTF_16_code_units_as_in_the_RFC_example()
    {
        var node = JsonNode.Parse("""
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """);

        Assert.Equal(
            "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\","
            + "\"€\":\"Euro Sign\",\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
            CanonicalJson.Write(node));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_refused() =>
        Assert.Throws<ArgumentException>(() => CanonicalJson.Write(JsonValue.Create("x\ud83d")));

    [Fact]
    public void Price_wording_and_letter_case_of_the_resource_do_not_change_the_plan_hash()
    {
        var plan = Samples.Plan();
        var same = plan with
        {
            CostPerHourDelta = 3,
            Summary = "other words",
            Target = plan.Target with { ResourceId = plan.Target.ResourceId.ToUpperInvariant(), Name = "n" },
        };

        Assert.Equal(PlanHash.Of("test", "p", plan), PlanHash.Of("test", "p", same));
    }

    [Fact]
    public void Environment_playbook_target_parameters_and_preconditions_each_change_the_plan_hash()
    {
        var plan = Samples.Plan();
        string[] hashes =
        [
            PlanHash.Of("test", "p", plan),
            PlanHash.Of("prod", "p", plan),
            PlanHash.Of("test", "q", plan),
            PlanHash.Of("test", "p", plan with { Action = "x" }),
            PlanHash.Of("test", "p", plan with { Target = plan.Target with { Identity = "namesake" } }),
            PlanHash.Of("test", "p", plan with { Parameters = new JsonObject { ["capacity"] = 5 } }),
            PlanHash.Of("test", "p", plan with { Preconditions = new JsonObject { ["capacity"] = 3 } }),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
    }
}
